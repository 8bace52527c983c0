-- The figures of "why it moved" at both readings, the same period a year before and this one, over
-- the base tables: what the parts of the causes lie between. Equals engagement/coverage/moved.py, in
-- its order: counted, on the spot, beyond the capital, of these the share, beyond the state, visited.
WITH readings AS (
  SELECT 'before' AS reading, (%(first)s::date - interval '1 year')::date AS first,
         (%(last)s::date - interval '1 year')::date AS last
  UNION ALL SELECT 'after', %(first)s::date, %(last)s::date),
counted AS MATERIALIZED (
  SELECT g.reading, m.id, m.mode IN ('in_person', 'partly_online') AS spot,
         CASE WHEN m.held_on >= a.list_of_19_from THEN '19' ELSE '18' END AS list,
         bool_or(p.frozen_relation = 'non_state') AS non_state,
         bool_or(p.frozen_relation <> 'international') AS national
  FROM readings g
  JOIN engagement_meeting m ON m.held_on BETWEEN g.first AND g.last
  JOIN engagement_programmearea a USING (programme_id)
  JOIN engagement_participant p ON p.meeting_id = m.id AND p.role = 'counterpart'
  WHERE m.programme_id = %(programme)s AND m.status = 'held' AND m.kind = 'engagement'
    AND m.duplicate_of_id IS NULL AND m.withdrawn_at IS NULL
  GROUP BY g.reading, m.id, a.list_of_19_from),
venues AS (
  SELECT DISTINCT c.reading, c.id, e.id IS NOT NULL AS inside, coalesce(u.capital, false) AS capital,
         coalesce(e.counted_in_id, p.parent_id, r.parent_id, r.id) AS unit
  FROM counted c JOIN engagement_venue v ON v.meeting_id = c.id
  JOIN engagement_region r ON r.id = v.region_id
  LEFT JOIN engagement_region p ON p.id = r.parent_id
  LEFT JOIN engagement_governoratelistentry e
    ON e.list_id = c.list AND e.region_id IN (r.id, r.parent_id)
  LEFT JOIN engagement_region u ON u.id = e.counted_in_id
  WHERE c.spot),
-- A meeting in two governorates is half in each.
parts AS (
  SELECT reading, id, count(*) FILTER (WHERE inside AND NOT capital)::numeric / count(*) AS beyond
  FROM venues GROUP BY 1, 2),
listed AS (
  SELECT DISTINCT e.counted_in_id AS unit
  FROM engagement_programmearea a JOIN engagement_governoratelistentry e
    ON e.list_id = CASE WHEN %(last)s >= a.list_of_19_from THEN '19' ELSE '18' END
  WHERE a.programme_id = %(programme)s),
figures AS (
  SELECT c.reading, count(*) AS counted, count(*) FILTER (WHERE spot) AS held,
         coalesce(sum(p.beyond), 0) AS beyond, count(*) FILTER (WHERE national) AS national,
         count(*) FILTER (WHERE national AND non_state) AS non_state,
         (SELECT count(DISTINCT v.unit) FROM venues v JOIN listed USING (unit)
          WHERE v.reading = c.reading) AS visited
  FROM counted c LEFT JOIN parts p USING (reading, id) GROUP BY c.reading)
SELECT f.reading, v.place, v.figure FROM figures f CROSS JOIN LATERAL (
  VALUES (1, f.counted::numeric), (2, f.held), (3, f.beyond),
    (4, 100.0 * f.beyond / nullif(f.held, 0)), (5, 100.0 * f.non_state / nullif(f.national, 0)),
    (6, f.visited)) v(place, figure)
