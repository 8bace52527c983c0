-- Eight quarters over the base tables: counted meetings, those on the spot, and of these the part
-- beyond the capital, by how many of how many places; and with a counterpart beyond the state.
-- Equals the trend of engagement/coverage/fixed.py: `sums_by_quarter`, quarter by quarter.
WITH met AS MATERIALIZED (
  SELECT m.id, date_trunc('quarter', m.held_on)::date AS quarter,
         m.mode IN ('in_person', 'partly_online') AS spot,
         bool_or(p.frozen_relation = 'non_state') AS beyond_state
  FROM engagement_meeting m
  JOIN engagement_participant p ON p.meeting_id = m.id AND p.role = 'counterpart'
  WHERE m.programme_id = %(programme)s AND m.held_on BETWEEN %(first)s AND %(last)s
    AND m.status = 'held' AND m.kind = 'engagement' AND m.duplicate_of_id IS NULL
    AND m.withdrawn_at IS NULL
  GROUP BY m.id),
places AS (
  SELECT x.id, count(*) AS whole, count(*) FILTER (WHERE x.inside AND NOT x.capital) AS beyond
  FROM (
    SELECT DISTINCT m.id, coalesce(e.counted_in_id, r.id) AS unit, e.id IS NOT NULL AS inside,
           coalesce(u.capital, false) AS capital
    FROM met JOIN engagement_meeting m ON m.id = met.id
    JOIN engagement_programmearea a ON a.programme_id = m.programme_id
    JOIN engagement_venue v ON v.meeting_id = m.id
    JOIN engagement_region r ON r.id = v.region_id
    LEFT JOIN engagement_governoratelistentry e ON e.region_id IN (r.id, r.parent_id)
      AND e.list_id = CASE WHEN m.held_on >= a.list_of_19_from THEN '19' ELSE '18' END
    LEFT JOIN engagement_region u ON u.id = e.counted_in_id
    WHERE met.spot) x
  GROUP BY x.id)
SELECT 'place', met.quarter::text,
       CASE WHEN spot THEN concat_ws('/', coalesce(beyond, 0), coalesce(whole, 0)) ELSE '' END,
       count(*)
FROM met LEFT JOIN places USING (id) GROUP BY 2, 3
UNION ALL
SELECT 'non_state', quarter::text, '', count(*) FROM met WHERE beyond_state GROUP BY 2
