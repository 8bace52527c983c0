-- The nightly check: are the rule, the facts, the cells and a count by hand still one?

-- The counting rule once more, written otherwise: straight from the rows of the log, without
-- `coverage_rule`, `unit_of` and the facts. What both ways share by mistake has to be made twice.
CREATE OR REPLACE FUNCTION jisr.coverage_by_hand(here uuid)
RETURNS TABLE (what text, compared bigint, differing bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH counted AS MATERIALIZED (
    SELECT m.id, to_char(m.held_on, 'YYYY-MM') AS month, m.held_on, m.mode::text, a.country_id,
           coalesce(m.held_on >= a.list_of_19_from, false) AS nineteen
    FROM engagement_meeting m JOIN engagement_programmearea a USING (programme_id)
    WHERE m.programme_id = here AND m.status = 'held' AND m.kind = 'engagement'
      AND m.withdrawn_at IS NULL AND m.duplicate_of_id IS NULL
      AND m.id IN (SELECT p.meeting_id FROM engagement_participant p WHERE p.role = 'counterpart')),
  venues AS (
    SELECT c.id, c.month, c.mode, c.country_id, c.nineteen, at_home.governorate,
           coalesce(top.id, up.id, r.id) AS land
    FROM counted c
    JOIN engagement_venue v ON v.meeting_id = c.id
    JOIN engagement_region r ON r.id = v.region_id
    LEFT JOIN engagement_region up ON up.id = r.parent_id
    LEFT JOIN engagement_region top ON top.id = up.parent_id
    CROSS JOIN LATERAL (
      SELECT CASE 'governorate' WHEN r.kind THEN r.id WHEN up.kind THEN up.id END AS governorate
    ) at_home),
  folded AS (
    SELECT DISTINCT v.id, v.month, v.mode,
           CASE WHEN v.land <> v.country_id OR v.governorate IS NULL THEN v.land
                WHEN v.nineteen THEN coalesce(e19.counted_in_id, v.governorate)
                ELSE coalesce(e18.counted_in_id, v.governorate) END AS place,
           v.land = v.country_id AND v.governorate IS NOT NULL AS home
    FROM venues v
    LEFT JOIN engagement_governoratelistentry e18
      ON e18.list_id = '18' AND e18.region_id = v.governorate
    LEFT JOIN engagement_governoratelistentry e19
      ON e19.list_id = '19' AND e19.region_id = v.governorate),
  share AS (
    SELECT f.id, avg(CASE WHEN f.home AND NOT r.capital THEN 1 ELSE 0 END) AS beyond,
           avg(CASE WHEN f.home AND r.capital THEN 1 ELSE 0 END) AS capital,
           avg(CASE WHEN f.home THEN 0 ELSE 1 END) AS abroad
    FROM folded f JOIN engagement_region r ON r.id = f.place GROUP BY f.id),
  place_by_hand AS (
    SELECT c.month, c.mode, count(*) AS meetings, round(coalesce(sum(s.beyond), 0), 6) AS beyond,
           round(coalesce(sum(s.capital), 0), 6) AS capital,
           round(coalesce(sum(s.abroad), 0), 6) AS abroad, count(*) - count(s.id) AS unknown
    FROM counted c LEFT JOIN share s ON s.id = c.id GROUP BY 1, 2),
  visited_by_hand AS (
    SELECT month, place, count(*) AS meetings FROM folded
    WHERE home AND mode IN ('in_person', 'partly_online') GROUP BY 1, 2),
  relation_by_hand AS (
    SELECT c.month, p.relation, count(DISTINCT c.id) AS meetings
    FROM counted c
    JOIN LATERAL (
      SELECT CASE WHEN q.frozen_relation IN ('state', 'hybrid', 'non_state', 'international')
                  THEN q.frozen_relation ELSE 'undetermined' END AS relation
      FROM engagement_participant q
      LEFT JOIN engagement_stakeholder body ON body.id = q.frozen_organisation_id
      WHERE q.meeting_id = c.id AND q.role = 'counterpart' AND q.frozen_type_id IS NOT NULL
        -- A body that was made one with another in the meeting is silent beside it.
        AND (body.merged_into_id IS NULL OR NOT EXISTS (
          SELECT FROM engagement_participant r
          LEFT JOIN engagement_stakeholder other ON other.id = r.frozen_organisation_id
          WHERE r.meeting_id = c.id AND r.role = 'counterpart' AND r.frozen_type_id IS NOT NULL
            AND (coalesce(r.frozen_organisation_id, r.stakeholder_id) = body.merged_into_id
              OR other.merged_into_id = body.merged_into_id
                AND r.frozen_organisation_id < q.frozen_organisation_id)))) p ON true
    GROUP BY 1, 2),
  cells AS MATERIALIZED (
    SELECT to_char(month, 'YYYY-MM') AS month, measure, a, b, sum(n) AS n FROM (
      SELECT month, measure, a, b, n FROM engagement_coveragecell
      WHERE programme_id = here AND team = '00000000-0000-0000-0000-000000000000'
        AND measure IN (1, 2, 4)
      UNION ALL
      SELECT month, measure, a, b, n FROM engagement_coveragedelta
      WHERE programme_id = here AND team = '00000000-0000-0000-0000-000000000000'
        AND measure IN (1, 2, 4)) x
    GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0),
  place_in_cells AS (
    SELECT month, ('{in_person,partly_online,remote,intermediary}'::text[])[b + 1] AS mode,
           sum(n) AS meetings,
           round(coalesce(sum(n * ((a >> 20) & 1023)::numeric / nullif(a >> 30, 0)), 0), 6) AS beyond,
           round(coalesce(sum(n * ((a >> 10) & 1023)::numeric / nullif(a >> 30, 0)), 0), 6)
             AS capital,
           round(coalesce(sum(n * (a & 1023)::numeric / nullif(a >> 30, 0)), 0), 6) AS abroad,
           coalesce(sum(n) FILTER (WHERE a = 0), 0) AS unknown
    FROM cells WHERE measure = 1 GROUP BY 1, 2),
  visited_in_cells AS (
    SELECT month, a AS place, n AS meetings FROM cells WHERE measure = 4 AND b = -1),
  relation_in_cells AS (
    SELECT c.month, w.relation, sum(c.n) AS meetings FROM cells c
    CROSS JOIN LATERAL (VALUES ('state', 0), ('hybrid', 10), ('non_state', 20),
      ('international', 30), ('undetermined', 40)) w(relation, shift)
    WHERE c.measure = 2 AND (c.a >> w.shift) & 1023 > 0 GROUP BY 1, 2)
  SELECT 'place', count(*), count(*) FILTER (
    WHERE (h.meetings, h.beyond, h.capital, h.abroad, h.unknown)
      IS DISTINCT FROM (c.meetings, c.beyond, c.capital, c.abroad, c.unknown))
  FROM place_by_hand h FULL JOIN place_in_cells c USING (month, mode)
  UNION ALL
  SELECT 'visited', count(*), count(*) FILTER (WHERE h.meetings IS DISTINCT FROM c.meetings)
  FROM visited_by_hand h FULL JOIN visited_in_cells c USING (month, place)
  UNION ALL
  SELECT 'relations', count(*), count(*) FILTER (WHERE h.meetings IS DISTINCT FROM c.meetings)
  FROM relation_by_hand h FULL JOIN relation_in_cells c USING (month, relation)
$$;

-- Compare, and write down what was found; the id of the row, NULL where there is no such programme.
-- The worker calls it without a member's context: it gives out nothing but that id, and the row is
-- read behind row security. Rows older than a year go.
CREATE OR REPLACE FUNCTION jisr.check_coverage(programme uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  began timestamptz := clock_timestamp();
  made bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM engagement_programme g WHERE g.id = check_coverage.programme) THEN
    RETURN NULL;
  END IF;
  INSERT INTO engagement_consistencycheck (programme_id, started_at, finished_at, compared,
                                           differences)
  SELECT check_coverage.programme, began, clock_timestamp(),
         jsonb_object_agg(d.what, d.compared),
         coalesce(jsonb_agg(jsonb_build_object('check', d.what, 'compared', d.compared,
                                               'differing', d.differing))
                  FILTER (WHERE d.differing > 0), '[]')
  FROM (SELECT * FROM jisr.coverage_differences(check_coverage.programme)
        UNION ALL SELECT * FROM jisr.coverage_by_hand(check_coverage.programme)) d
  RETURNING id INTO made;
  DELETE FROM engagement_consistencycheck c
  WHERE c.programme_id = check_coverage.programme AND c.started_at < began - interval '1 year';
  RETURN made;
END $$;
GRANT EXECUTE ON FUNCTION jisr.check_coverage(uuid) TO jisr_web;
