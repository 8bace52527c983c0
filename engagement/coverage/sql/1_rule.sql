-- What a meeting contributes to the figures: the whole rule of docs/method.md, once. Triggers, the
-- rebuild, the check, "as known today" and "if every planned meeting is held" all read it here.

-- Where a region counts, by the list in force: its governorate, folded, or the country abroad.
CREATE OR REPLACE FUNCTION jisr.unit_of(region bigint, country bigint, list text)
RETURNS TABLE (unit integer, home boolean, capital boolean) LANGUAGE sql STABLE AS $$
  SELECT u.id::integer, place.governorate IS NOT NULL, place.governorate IS NOT NULL AND u.capital
  FROM public.engagement_region r
  LEFT JOIN public.engagement_region p ON p.id = r.parent_id
  CROSS JOIN LATERAL (
    SELECT CASE r.kind WHEN 'country' THEN r.id WHEN 'governorate' THEN r.parent_id
                       ELSE p.parent_id END AS land,
           CASE r.kind WHEN 'governorate' THEN r.id WHEN 'district' THEN r.parent_id END AS own) o
  CROSS JOIN LATERAL (SELECT CASE WHEN o.land = country THEN o.own END AS governorate) place
  LEFT JOIN public.engagement_governoratelistentry e
    ON e.list_id = list AND e.region_id = place.governorate
  JOIN public.engagement_region u
    ON u.id = coalesce(e.counted_in_id, place.governorate, o.land)
  WHERE r.id = region
$$;

-- `known` is the day of which what is known of people is taken; NULL: as it was frozen. `planned`
-- reads the planned meetings as if they were held.
CREATE OR REPLACE FUNCTION jisr.coverage_rule(ids uuid[], known date, planned boolean)
RETURNS TABLE (
  meeting_id uuid, programme_id uuid, tlp smallint, lead_team_id uuid, teams uuid[],
  author_id uuid, counted boolean, held_on date, since integer, mode smallint, reason smallint,
  whole smallint, beyond smallint, capital smallint, abroad smallint, greater smallint,
  greater_unknown smallint, visited integer[], heard integer[], relations bigint, groups smallint,
  security boolean, types smallint[], level smallint, purpose smallint, participation smallint,
  asked_by smallint, timely boolean, counterparts uuid[], bodies uuid[])
-- Planned once for a session: planning takes several times as long as the rule of one meeting.
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH chosen AS MATERIALIZED (
    SELECT m.id, m.programme_id, m.tlp, m.lead_team_id, m.teams, m.author_id, m.held_on,
           m.version, m.purpose, m.participation_level, m.asked_by, a.country_id,
           CASE WHEN m.held_on >= a.list_of_19_from THEN '19' ELSE '18' END AS list,
           CASE WHEN planned THEN m.status = 'planned' ELSE m.status = 'held' END AS held,
           array_position('{in_person,partly_online,remote,intermediary}'::text[], m.mode::text) - 1
             AS mode,
           coalesce(array_position('{no_access,security,refused,no_contact,travel_ban}'::text[],
                                   m.reason::text), 0) AS reason,
           (m.logged_at AT TIME ZONE g.time_zone)::date - m.held_on <= 7 AS timely,
           EXISTS (SELECT FROM engagement_greatercapital s
                   WHERE s.programme_id = m.programme_id) AS greater_known
    FROM engagement_meeting m
    JOIN engagement_programme g ON g.id = m.programme_id
    JOIN engagement_programmearea a ON a.programme_id = m.programme_id
    WHERE m.id = ANY(ids) AND m.kind = 'engagement'
      AND m.duplicate_of_id IS NULL AND m.withdrawn_at IS NULL
      AND CASE WHEN planned THEN m.status = 'planned'
               ELSE m.status = 'held'
                 OR m.status IN ('cancelled', 'not_held') AND m.reason <> 'by_us' END),
  people AS MATERIALIZED (
    SELECT c.id, p.stakeholder_id, c.country_id, c.list, said.body AS told,
           -- Frozen is the record of then; who counts is whom it became part of since.
           coalesce(o.merged_into_id, said.body) AS body,
           CASE WHEN known IS NULL THEN p.frozen_type_id ELSE k.type_id END AS type_id,
           CASE WHEN known IS NULL THEN p.frozen_relation ELSE k.relation END AS relation,
           CASE WHEN known IS NULL THEN p.frozen_base_id ELSE k.base_id END AS base_id,
           array_position('{ministerial,senior,middle,local,societal}'::text[],
             CASE WHEN known IS NULL THEN p.frozen_seniority::text ELSE k.seniority END) AS level
    FROM chosen c
    JOIN engagement_participant p ON p.meeting_id = c.id AND p.role = 'counterpart'
    LEFT JOIN LATERAL jisr.known_on(p.stakeholder_id, p.post_id, known, c.tlp, c.teams) k ON true
    CROSS JOIN LATERAL (
      SELECT coalesce(CASE WHEN known IS NULL THEN p.frozen_organisation_id ELSE k.organisation_id END,
                      p.stakeholder_id) AS body) said
    LEFT JOIN engagement_stakeholder o
      ON o.id = p.frozen_organisation_id AND known IS NULL
    WHERE c.held),
  bodies AS (
    SELECT b.id,
           sum(CASE b.relation WHEN 'state' THEN 1 WHEN 'hybrid' THEN 1 << 10
                 WHEN 'non_state' THEN 1 << 20 WHEN 'international' THEN 1 << 30
                 ELSE 1::bigint << 40 END)::bigint AS relations,
           bit_or(1 << (array_position(('{officials,state_security,paramilitary,civil_society,'
             'communities,others,international,not_sure}')::text[], t."group"::text) - 1)) AS groups,
           bool_or(t.security_actor) AS security,
           array_agg(t."order"::smallint ORDER BY t."order") AS types
    -- Ten people of one ministry are one body: shares are not swayed by who sends more people.
    -- Of two that were made one, what was frozen of the kept one counts, else of the one first by id.
    FROM (
      SELECT DISTINCT p.id, p.body, p.type_id, p.relation
      FROM (SELECT *, first_value(told) OVER (PARTITION BY id, body ORDER BY told <> body, told)
                        AS speaks FROM people) p
      WHERE p.told = p.speaks) b
    JOIN engagement_actortype t ON t.code = b.type_id
    GROUP BY b.id),
  faces AS (
    SELECT p.id, min(p.level) AS level,
           coalesce(array_agg(DISTINCT u.unit) FILTER (WHERE u.home), '{}') AS heard,
           array_agg(p.stakeholder_id ORDER BY p.stakeholder_id) AS counterparts,
           array_agg(p.body ORDER BY p.stakeholder_id) AS bodies
    FROM people p LEFT JOIN LATERAL jisr.unit_of(p.base_id, p.country_id, p.list) u ON true
    GROUP BY p.id),
  units AS (
    SELECT c.id, u.unit, u.home, u.capital,
           -- Within greater Baghdad: each of its venues there is; not known where one may be.
           CASE WHEN NOT c.greater_known OR NOT u.home THEN NULL
                WHEN bool_and(u.capital OR near.inside) THEN 1
                WHEN bool_or(NOT u.capital AND NOT near.inside AND NOT near.unclear) THEN 0
                ELSE 2 END AS greater
    FROM chosen c
    JOIN engagement_venue v ON v.meeting_id = c.id
    JOIN engagement_region r ON r.id = v.region_id
    CROSS JOIN LATERAL jisr.unit_of(v.region_id, c.country_id, c.list) u
    CROSS JOIN LATERAL (
      SELECT EXISTS (SELECT FROM engagement_greatercapital s WHERE s.programme_id = c.programme_id
                     AND s.region_id IN (r.id, r.parent_id)) AS inside,
             r.kind = 'governorate' AND EXISTS (
               SELECT FROM engagement_greatercapital s JOIN engagement_region d ON d.id = s.region_id
               WHERE s.programme_id = c.programme_id AND d.parent_id = r.id) AS unclear) near
    GROUP BY c.id, c.greater_known, u.unit, u.home, u.capital),
  places AS (
    SELECT id, count(*) AS whole, count(*) FILTER (WHERE home AND NOT capital) AS beyond,
           count(*) FILTER (WHERE capital) AS capital, count(*) FILTER (WHERE NOT home) AS abroad,
           count(*) FILTER (WHERE greater = 1) AS greater,
           count(*) FILTER (WHERE greater = 2) AS greater_unknown,
           coalesce(array_agg(unit ORDER BY unit) FILTER (WHERE home), '{}') AS visited
    FROM units GROUP BY id)
  SELECT c.id, c.programme_id, c.tlp::smallint, c.lead_team_id, c.teams, c.author_id, c.held,
         c.held_on, c.version, c.mode::smallint, c.reason::smallint,
         coalesce(w.whole, 0)::smallint, coalesce(w.beyond, 0)::smallint,
         coalesce(w.capital, 0)::smallint, coalesce(w.abroad, 0)::smallint,
         CASE WHEN c.greater_known THEN coalesce(w.greater, 0)::smallint END,
         CASE WHEN c.greater_known THEN coalesce(w.greater_unknown, 0)::smallint END,
         coalesce(w.visited, '{}'), coalesce(f.heard, '{}'), coalesce(b.relations, 0),
         coalesce(b.groups, 0)::smallint, coalesce(b.security, false), coalesce(b.types, '{}'),
         coalesce(f.level, 0)::smallint,
         CASE WHEN c.purpose = '' THEN 0 WHEN c.purpose IN
           ('training', 'operations', 'equipment', 'liaison') THEN 1 ELSE 2 END::smallint,
         coalesce(array_position('{inform,consult,involve,collaborate,empower}'::text[],
                                 c.participation_level::text), 0)::smallint,
         coalesce(array_position('{ours,theirs,others}'::text[], c.asked_by::text), 0)::smallint,
         c.timely, coalesce(f.counterparts, '{}'), coalesce(f.bodies, '{}')
  FROM chosen c
  LEFT JOIN faces f ON f.id = c.id
  LEFT JOIN bodies b ON b.id = c.id
  LEFT JOIN places w ON w.id = c.id
  WHERE NOT c.held OR f.id IS NOT NULL;
END $$;

-- A fact in cells: the measures of engagement/coverage/sums.py. `place` packs whole, beyond,
-- capital and abroad, ten bits each; shifts and | have one precedence, hence the brackets.
CREATE OR REPLACE FUNCTION jisr.coverage_cells(
  counted boolean, mode smallint, reason smallint, whole smallint, beyond smallint,
  capital smallint, abroad smallint, greater smallint, greater_unknown smallint,
  visited integer[], heard integer[], relations bigint, groups smallint, security boolean,
  types smallint[], level smallint, purpose smallint, participation smallint, asked_by smallint,
  timely boolean)
-- It reads no table, and has no path of its own: with one it could not be inlined, and took four times
-- as long.
RETURNS TABLE (measure smallint, a bigint, b bigint, n bigint) LANGUAGE sql IMMUTABLE AS $$
  WITH x AS (
    SELECT mode <= 1 AS spot, (relations >> 10) & 1023 > 0 AS hybrid, (groups & 24) > 0 AS civil,
           ((whole::bigint << 30) | (beyond::bigint << 20) | (capital::bigint << 10) | abroad)
             AS place,
           security::integer | (((relations & 1023) > 0)::integer << 1)
             | ((((relations >> 10) & 1023) > 0)::integer << 2)
             | ((((relations >> 20) & 1023) > 0)::integer << 3)
             | ((((relations >> 30) & 1023) > 0)::integer << 4)
             | (((relations >> 40) > 0)::integer << 5) AS actors),
  kinds AS (  -- the groups met, and what cuts across them
    SELECT k FROM x, generate_series(0, 7) k WHERE (groups::integer >> k) & 1 = 1
    UNION ALL SELECT 8 FROM x WHERE security
    UNION ALL SELECT 9 FROM x WHERE hybrid
    UNION ALL SELECT 10 FROM x WHERE civil)
  SELECT s.measure::smallint, s.a::bigint, s.b::bigint, s.n::bigint FROM (
    SELECT v.measure, v.a, v.b, 1 AS n FROM x CROSS JOIN LATERAL (VALUES
      (1, x.place, mode::bigint), (2, relations, 0), (7, timely::integer::bigint, 0),
      (9, level::bigint, 0), (10, purpose::bigint, 0), (11, participation::bigint, 0),
      (12, asked_by::bigint, 0)) v(measure, a, b) WHERE counted
    UNION ALL SELECT 3, x.place, x.actors, 1 FROM x WHERE counted AND x.spot
    UNION ALL SELECT 4, g, k.k, 1 FROM x CROSS JOIN unnest(visited) g
      CROSS JOIN (SELECT -1 AS k UNION ALL SELECT k FROM kinds) k WHERE counted AND x.spot
    UNION ALL SELECT 5, g, greatest(mode - 1, 0), 1 FROM unnest(heard) g WHERE counted
    UNION ALL SELECT 5, g, 10 + k.k, 1 FROM x CROSS JOIN unnest(heard) g CROSS JOIN kinds k
      WHERE counted AND x.spot
    UNION ALL SELECT 6, t, cardinality(types), count(*) FROM unnest(types) t WHERE counted
      GROUP BY t
    UNION ALL SELECT 8, 0, k.k, 1 FROM kinds k WHERE counted
    UNION ALL SELECT 8, 1, k.k, 1 FROM x CROSS JOIN kinds k
      WHERE counted AND x.spot AND beyond > 0
    UNION ALL SELECT 13, g, reason, 1
      FROM (SELECT 0 AS g UNION ALL SELECT unnest(visited)) g WHERE NOT counted
    UNION ALL SELECT 14, ((whole::bigint << 30) | (beyond::bigint << 20)
      | (greater::bigint << 10) | greater_unknown), abroad, 1
      FROM x WHERE counted AND x.spot AND greater IS NOT NULL) s
$$;

-- One body of each relation that somebody was there for: all that is asked but by measure 2.
CREATE OR REPLACE FUNCTION jisr.present_relations(relations bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
  SELECT (relations & 1023 > 0)::integer::bigint | ((relations >> 10 & 1023 > 0)::integer::bigint << 10)
    | ((relations >> 20 & 1023 > 0)::integer::bigint << 20)
    | ((relations >> 30 & 1023 > 0)::integer::bigint << 30)
    | ((relations >> 40 > 0)::integer::bigint << 40)
$$;

-- Facts of a period as sums; with the caller's rights. Narrowed to a governorate or a group, if any.
-- Hardly two facts are alike in everything, but most are in what a measure looks at: they are grouped
-- by that first, for each family of measures, and the rule is asked once for each kind of fact.
CREATE OR REPLACE FUNCTION jisr.expand_facts(
  here uuid, first date, last date, of_team uuid, in_unit bigint, of_group integer)
RETURNS TABLE (measure smallint, a bigint, b bigint, n bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH kinds AS MATERIALIZED (
    SELECT counted, mode, reason, whole, beyond, capital, abroad, greater, greater_unknown, visited,
           heard, relations, present, groups, security, types, level, purpose, participation,
           asked_by, timely, count(*) AS meetings,
           CASE WHEN grouping(visited) = 0 THEN '{1,3,4,8,13,14}'::integer[]
                WHEN grouping(relations) = 0 THEN '{2}' WHEN grouping(heard) = 0 THEN '{5}'
                WHEN grouping(types) = 0 THEN '{6}' WHEN grouping(timely) = 0 THEN '{7}'
                WHEN grouping(level) = 0 THEN '{9}' WHEN grouping(purpose) = 0 THEN '{10}'
                WHEN grouping(participation) = 0 THEN '{11}' ELSE '{12}' END AS measures
    FROM (
      SELECT *, jisr.present_relations(relations) AS present
      FROM engagement_coveragefact
      WHERE programme_id = here AND held_on BETWEEN first AND last
        AND (of_team IS NULL OR of_team = ANY(teams))
        AND (in_unit IS NULL OR in_unit = ANY(visited))
        AND (of_group IS NULL OR (groups::integer >> of_group) & 1 = 1)) f
    GROUP BY GROUPING SETS (
      (counted, mode, reason, whole, beyond, capital, abroad, greater, greater_unknown, visited,
       present, groups, security),
      (counted, relations), (counted, mode, heard, present, groups, security), (counted, types),
      (counted, timely), (counted, level), (counted, purpose), (counted, participation),
      (counted, asked_by)))
  SELECT c.measure, c.a, c.b, sum(c.n * s.meetings)::bigint
  FROM kinds s
  CROSS JOIN LATERAL jisr.coverage_cells(s.counted, s.mode, s.reason, s.whole, s.beyond, s.capital,
    s.abroad, s.greater, s.greater_unknown, s.visited, s.heard, coalesce(s.relations, s.present),
    s.groups, s.security, s.types, s.level, s.purpose, s.participation, s.asked_by, s.timely) c
  WHERE c.measure = ANY(s.measures)
  GROUP BY 1, 2, 3
$$;

-- Every fact of a programme in cells, month by month: of the programme as a whole, and of each team.
CREATE OR REPLACE FUNCTION jisr.cells_of_facts(here uuid)
RETURNS TABLE (team uuid, month date, measure smallint, a bigint, b bigint, n bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(t.team, '00000000-0000-0000-0000-000000000000'), m.month, s.*
  FROM (SELECT DISTINCT date_trunc('month', held_on)::date AS month
        FROM engagement_coveragefact WHERE programme_id = here) m
  CROSS JOIN (SELECT NULL::uuid AS team
              UNION ALL SELECT id FROM engagement_team WHERE programme_id = here) t
  CROSS JOIN LATERAL jisr.expand_facts(
    here, m.month, (m.month + interval '1 month')::date - 1, t.team, NULL, NULL) s
$$;
