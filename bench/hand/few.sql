-- The ten counterparts who take most of the meetings, each meeting's 1 split over those in it, and
-- how many were met at all; over the base tables. Equals I3's first line.
WITH met AS (
  SELECT p.meeting_id, p.stakeholder_id, count(*) OVER (PARTITION BY p.meeting_id) AS heads
  FROM engagement_participant p JOIN engagement_meeting m ON m.id = p.meeting_id
  WHERE p.role = 'counterpart' AND m.programme_id = %(programme)s
    AND m.held_on BETWEEN %(first)s AND %(last)s AND m.status = 'held'
    AND m.kind = 'engagement' AND m.duplicate_of_id IS NULL AND m.withdrawn_at IS NULL)
SELECT stakeholder_id, sum(1.0 / heads) AS weight, count(*) OVER () AS met
FROM met GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10
