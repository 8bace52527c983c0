-- Coverage's first screen over the base tables, written from docs/method.md alone: no summary, no
-- packed keys. One row per number: what, two keys, meetings. Reviewed; tests/coverage/test_by_hand.py
-- holds every row of it against the cells (bench/by_hand.py says which cell is which row).
--
--   place     mode | whole/beyond/capital/abroad     meetings, in all modes
--   visited   governorate | -                        on the spot, each meeting once
--   heard     governorate | mode                     counterparts' bases; on the spot in one
--   relation  relation | -                           with at least one counterpart so related;
--                                                    undetermined where nobody has said
--   matrix    governorate | group                    on the spot, each meeting once
--   group     group | all, beyond                    beyond: on the spot, with a venue outside
--   timely    true, false | -                        logged within seven days
--   tried     governorate, or 0 | reason             did not take place, and not by us
WITH area AS (
  SELECT a.programme_id, a.country_id, a.list_of_19_from, g.time_zone
  FROM engagement_programmearea a JOIN engagement_programme g ON g.id = a.programme_id
  WHERE a.programme_id = %(programme)s),
-- Under which governorate a region counts, by list; a foreign one counts as its country.
home AS MATERIALIZED (
  SELECT l.code AS list, r.id AS region_id, e.counted_in_id AS unit, true AS inside, u.capital
  FROM engagement_governoratelist l CROSS JOIN engagement_region r
  JOIN engagement_governoratelistentry e
    ON e.list_id = l.code AND e.region_id IN (r.id, r.parent_id)
  JOIN engagement_region u ON u.id = e.counted_in_id
  JOIN area ON l.country_id = area.country_id
  UNION ALL
  SELECT l.code, r.id, coalesce(p.parent_id, r.parent_id, r.id), false, false
  FROM engagement_governoratelist l CROSS JOIN engagement_region r
  LEFT JOIN engagement_region p ON p.id = r.parent_id
  JOIN area ON coalesce(p.parent_id, r.parent_id, r.id) <> area.country_id),
written AS MATERIALIZED (
  SELECT m.id, m.mode, m.status, m.reason,
         CASE WHEN m.held_on >= area.list_of_19_from THEN '19' ELSE '18' END AS list,
         (m.logged_at AT TIME ZONE area.time_zone)::date <= m.held_on + 7 AS timely
  FROM engagement_meeting m JOIN area USING (programme_id)
  WHERE m.held_on BETWEEN %(first)s AND %(last)s AND m.kind = 'engagement'
    AND m.duplicate_of_id IS NULL AND m.withdrawn_at IS NULL),
faces AS MATERIALIZED (
  SELECT w.id, w.list, w.mode, p.frozen_base_id AS base, t."group" AS kind,
         coalesce(nullif(p.frozen_relation, ''), 'undetermined') AS relation
  FROM written w JOIN engagement_participant p ON p.meeting_id = w.id
  JOIN engagement_actortype t ON t.code = p.frozen_type_id
  WHERE w.status = 'held' AND p.role = 'counterpart'),
held AS MATERIALIZED (
  SELECT * FROM written w
  WHERE w.status = 'held' AND EXISTS (SELECT FROM faces f WHERE f.id = w.id)),
stood AS MATERIALIZED (
  SELECT DISTINCT w.id, w.status, w.mode, w.reason, h.unit, h.inside, h.capital
  FROM (SELECT * FROM held UNION ALL
        SELECT * FROM written
        WHERE status IN ('cancelled', 'not_held') AND reason <> 'by_us') w
  JOIN engagement_venue v ON v.meeting_id = w.id
  JOIN home h ON h.list = w.list AND h.region_id = v.region_id),
places AS (
  SELECT h.id, h.mode, count(s.unit) AS whole,
         count(s.unit) FILTER (WHERE s.inside AND NOT s.capital) AS beyond,
         count(s.unit) FILTER (WHERE s.capital) AS capital,
         count(s.unit) FILTER (WHERE NOT s.inside) AS abroad
  FROM held h LEFT JOIN stood s ON s.id = h.id GROUP BY h.id, h.mode),
groups AS MATERIALIZED (SELECT DISTINCT id, mode, kind FROM faces)
SELECT 'place', mode, concat_ws('/', whole, beyond, capital, abroad), count(*)
FROM places GROUP BY 2, 3
UNION ALL
SELECT 'visited', unit::text, '', count(*) FROM stood
WHERE status = 'held' AND inside AND mode IN ('in_person', 'partly_online') GROUP BY 2
UNION ALL
SELECT 'heard', h.unit::text,
       CASE WHEN f.mode IN ('remote', 'intermediary') THEN f.mode ELSE 'on the spot' END,
       count(DISTINCT f.id)
FROM faces f JOIN home h ON h.list = f.list AND h.region_id = f.base AND h.inside GROUP BY 2, 3
UNION ALL
SELECT 'relation', relation, '', count(DISTINCT id) FROM faces GROUP BY 2
UNION ALL
SELECT 'matrix', s.unit::text, g.kind, count(*) FROM stood s JOIN groups g ON g.id = s.id
WHERE s.inside AND s.mode IN ('in_person', 'partly_online') GROUP BY 2, 3
UNION ALL
SELECT 'group', kind, 'all', count(*) FROM groups GROUP BY 2
UNION ALL
SELECT 'group', g.kind, 'beyond', count(*) FROM groups g JOIN places p ON p.id = g.id
WHERE p.beyond > 0 AND g.mode IN ('in_person', 'partly_online') GROUP BY 2
UNION ALL
SELECT 'timely', timely::text, '', count(*) FROM held GROUP BY 2
UNION ALL
SELECT 'tried', unit::text, reason, count(*) FROM stood
WHERE status <> 'held' AND inside GROUP BY 2, 3
UNION ALL
SELECT 'tried', '0', reason, count(*) FROM written
WHERE status IN ('cancelled', 'not_held') AND reason <> 'by_us' GROUP BY 3
