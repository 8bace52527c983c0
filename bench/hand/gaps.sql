-- The gaps over the base tables, written from docs/method.md alone. One row per governorate of the
-- list in force on the last day, and per group of which nobody was met. Equals
-- engagement/coverage/gaps.py, cell by cell:
--
--   governorate | its id | state | visited | heard | tried, by reason | registered | months since
--   group       | name   | state | -       | -     | tried, by reason | registered | -
WITH area AS (
  SELECT a.*, CASE WHEN %(last)s >= a.list_of_19_from THEN '19' ELSE '18' END AS list_now
  FROM engagement_programmearea a WHERE a.programme_id = %(programme)s),
home AS MATERIALIZED (
  SELECT e.list_id AS list, r.id AS region_id, e.counted_in_id AS unit
  FROM area JOIN engagement_governoratelist l ON l.country_id = area.country_id
  JOIN engagement_governoratelistentry e ON e.list_id = l.code
  JOIN engagement_region r ON e.region_id IN (r.id, r.parent_id)),
written AS MATERIALIZED (
  SELECT m.id, m.held_on, m.reason, m.status = 'held' AS held,
         m.mode IN ('in_person', 'partly_online') AS spot, m.held_on >= %(first)s AS now,
         CASE WHEN m.held_on >= area.list_of_19_from THEN '19' ELSE '18' END AS list
  FROM engagement_meeting m JOIN area USING (programme_id)
  WHERE m.held_on <= %(last)s AND m.kind = 'engagement' AND m.duplicate_of_id IS NULL
    AND m.withdrawn_at IS NULL
    AND CASE m.status WHEN 'held' THEN EXISTS (
                        SELECT FROM engagement_participant p
                        WHERE p.meeting_id = m.id AND p.role = 'counterpart')
                      ELSE m.status IN ('cancelled', 'not_held') AND m.reason <> 'by_us' END),
-- A meeting in two districts of a governorate is one there.
stood AS (
  SELECT DISTINCT w.*, h.unit
  FROM written w JOIN engagement_venue v ON v.meeting_id = w.id
  JOIN home h ON h.list = w.list AND h.region_id = v.region_id),
visits AS (
  SELECT unit, count(*) FILTER (WHERE now) AS visited, age(%(last)s, max(held_on)) AS since
  FROM stood WHERE held AND spot GROUP BY unit),
heard AS (
  SELECT h.unit, count(DISTINCT w.id) AS heard
  FROM written w JOIN engagement_participant p ON p.meeting_id = w.id AND p.role = 'counterpart'
  JOIN home h ON h.list = w.list AND h.region_id = p.frozen_base_id
  WHERE w.now AND w.held AND w.spot GROUP BY h.unit),
tried AS (
  SELECT unit, string_agg(reason || ' ' || n, ', ' ORDER BY reason) AS tries FROM (
    SELECT unit, reason, count(*) AS n FROM stood WHERE now AND NOT held GROUP BY 1, 2) t
  GROUP BY unit),
register AS (
  SELECT h.unit, t."group" AS kind, count(*) AS n
  FROM engagement_stakeholder s JOIN engagement_actortype t ON t.code = s.actor_type_id
  CROSS JOIN area
  LEFT JOIN home h ON h.list = area.list_now AND h.region_id = s.base_region_id
  WHERE s.programme_id = %(programme)s AND s.withdrawn_at IS NULL AND NOT s.not_to_be_engaged
  GROUP BY 1, 2),
-- Whether paramilitary units are registered outside the capital is not told.
registered AS (
  SELECT g.unit, sum(g.n) AS n FROM register g JOIN engagement_region u ON u.id = g.unit
  WHERE u.capital OR g.kind <> 'paramilitary' GROUP BY g.unit),
met AS (
  SELECT DISTINCT t."group" AS kind
  FROM written w JOIN engagement_participant p ON p.meeting_id = w.id AND p.role = 'counterpart'
  JOIN engagement_actortype t ON t.code = p.frozen_type_id
  WHERE w.now AND w.held),
-- What was not held froze nothing: the group of today, of the body they were to speak for.
group_tries AS (
  SELECT kind, string_agg(reason || ' ' || n, ', ' ORDER BY reason) AS tries FROM (
    SELECT t."group" AS kind, w.reason, count(DISTINCT w.id) AS n
    FROM written w JOIN engagement_participant p ON p.meeting_id = w.id AND p.role = 'counterpart'
    LEFT JOIN engagement_post o ON o.id = p.post_id
    JOIN engagement_stakeholder s ON s.id = coalesce(o.organisation_id, p.stakeholder_id)
    JOIN engagement_actortype t ON t.code = s.actor_type_id
    WHERE w.now AND NOT w.held GROUP BY 1, 2) t
  GROUP BY kind)
SELECT 'governorate', u.unit::text,
       CASE WHEN v.visited > 0 THEN 'met' WHEN t.tries IS NOT NULL THEN 'failed'
            WHEN h.heard > 0 THEN 'heard' WHEN r.n > 0 THEN 'never' ELSE 'nobody' END,
       coalesce(v.visited, 0), coalesce(h.heard, 0), coalesce(t.tries, ''),
       coalesce(r.n, 0)::bigint,
       (extract(year FROM v.since) * 12 + extract(month FROM v.since))::integer
FROM (SELECT DISTINCT home.unit FROM home JOIN area ON home.list = area.list_now) u
LEFT JOIN visits v USING (unit) LEFT JOIN heard h USING (unit) LEFT JOIN tried t USING (unit)
LEFT JOIN registered r USING (unit)
UNION ALL
SELECT 'group', k.kind,
       CASE WHEN t.tries IS NOT NULL THEN 'failed' WHEN r.n > 0 THEN 'never' ELSE 'nobody' END,
       0, 0, coalesce(t.tries, ''), coalesce(r.n, 0)::bigint, NULL
FROM (SELECT DISTINCT "group" AS kind FROM engagement_actortype WHERE "group" <> 'not_sure') k
LEFT JOIN group_tries t USING (kind)
LEFT JOIN (SELECT kind, sum(n) AS n FROM register GROUP BY kind) r USING (kind)
WHERE k.kind NOT IN (SELECT kind FROM met)
