-- What the gaps are read from: programme figures, alike for every member, without ids and names.

-- Who is registered: stakeholders that are to be engaged, by the governorate of their base under
-- the list in force on a day, and by group. `unit` is NULL abroad and where no base is recorded.
CREATE OR REPLACE FUNCTION jisr.coverage_register(on_day date)
RETURNS TABLE (unit integer, kind integer, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE here uuid := jisr.must_be_member();
BEGIN
  RETURN QUERY
  WITH based AS (
    SELECT s.base_region_id AS region, t."group"::text AS told, count(*) AS people
    FROM engagement_stakeholder s JOIN engagement_actortype t ON t.code = s.actor_type_id
    WHERE s.programme_id = here AND s.withdrawn_at IS NULL AND NOT s.not_to_be_engaged
    GROUP BY 1, 2)
  SELECT CASE WHEN u.home THEN u.unit END,
         array_position('{officials,state_security,paramilitary,civil_society,communities,others,'
           'international,not_sure}'::text[], b.told) - 1,
         sum(b.people)::bigint
  FROM based b
  JOIN engagement_programmearea a ON a.programme_id = here
  LEFT JOIN LATERAL jisr.unit_of(b.region, a.country_id,
    CASE WHEN on_day >= a.list_of_19_from THEN '19' ELSE '18' END) u ON true
  GROUP BY 1, 2;
END $$;

-- Whole months since the last meeting in person or partly online, by governorate: the cells find
-- the month, the facts of that month the day.
CREATE OR REPLACE FUNCTION jisr.coverage_last_visits(on_day date, of_team uuid)
RETURNS TABLE (unit integer, months integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := jisr.must_be_member();
  of_whom uuid := coalesce(of_team, '00000000-0000-0000-0000-000000000000');
  running date := date_trunc('month', on_day)::date;
BEGIN
  RETURN QUERY
  WITH this_month AS (
    SELECT g.unit AS at_unit, max(f.held_on) AS day
    FROM engagement_coveragefact f CROSS JOIN LATERAL unnest(f.visited) g(unit)
    WHERE f.programme_id = here AND f.held_on BETWEEN running AND on_day
      AND f.counted AND f.mode <= 1 AND (of_team IS NULL OR of_team = ANY(f.teams))
    GROUP BY 1),
  visits AS (
    SELECT c.a, c.month, c.n FROM engagement_coveragecell c
    WHERE c.programme_id = here AND c.team = of_whom AND c.month < running
      AND c.measure = 4 AND c.b = -1
    UNION ALL
    SELECT d.a, d.month, d.n FROM engagement_coveragedelta d
    WHERE d.programme_id = here AND d.team = of_whom AND d.month < running
      AND d.measure = 4 AND d.b = -1),
  earlier AS (
    SELECT s.a::integer AS at_unit, max(s.month) AS month
    FROM (SELECT v.a, v.month FROM visits v GROUP BY 1, 2 HAVING sum(v.n) > 0) s
    WHERE s.a NOT IN (SELECT t.at_unit FROM this_month t)
    GROUP BY 1),
  found AS (
    SELECT t.at_unit, t.day FROM this_month t
    UNION ALL
    SELECT e.at_unit, max(f.held_on)
    FROM earlier e JOIN engagement_coveragefact f ON f.programme_id = here
      AND f.held_on >= e.month AND f.held_on < (e.month + interval '1 month')::date
      AND f.counted AND f.mode <= 1 AND e.at_unit = ANY(f.visited)
      AND (of_team IS NULL OR of_team = ANY(f.teams))
    GROUP BY 1)
  SELECT x.at_unit, (extract(year FROM age(on_day, x.day)) * 12
                     + extract(month FROM age(on_day, x.day)))::integer
  FROM found x;
END $$;

-- Tried and failed, by group and reason: a meeting with two groups was tried with both. What was
-- not held froze nobody, so a group is the one that is known now, of the body they were to speak
-- for where that is recorded.
CREATE OR REPLACE FUNCTION jisr.coverage_group_tries(first date, last date, of_team uuid)
RETURNS TABLE (kind integer, reason integer, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE here uuid := jisr.must_be_member();
BEGIN
  IF extract(day FROM first) <> 1 OR last < first THEN
    RAISE EXCEPTION 'a fixed period begins with a month' USING ERRCODE = '22023';
  END IF;
  RETURN QUERY
  SELECT array_position('{officials,state_security,paramilitary,civil_society,communities,others,'
           'international,not_sure}'::text[], t."group"::text) - 1,
         f.reason::integer, count(DISTINCT f.meeting_id)
  FROM engagement_coveragefact f
  JOIN engagement_participant p ON p.meeting_id = f.meeting_id AND p.role = 'counterpart'
  LEFT JOIN engagement_post o ON o.id = p.post_id
  JOIN engagement_stakeholder s ON s.id = coalesce(o.organisation_id, p.stakeholder_id)
  JOIN engagement_actortype t ON t.code = s.actor_type_id
  WHERE f.programme_id = here AND NOT f.counted AND f.held_on BETWEEN first AND last
    AND (of_team IS NULL OR of_team = ANY(f.teams))
  GROUP BY 1, 2;
END $$;

GRANT EXECUTE ON FUNCTION jisr.coverage_register(date), jisr.coverage_last_visits(date, uuid),
  jisr.coverage_group_tries(date, date, uuid) TO jisr_web;
