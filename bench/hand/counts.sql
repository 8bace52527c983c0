-- What was raised, promised, begun and assessed, over the base tables: I5, I10, I12, I15, I17 and
-- US-3. Equals `coverage_counts`, and `coverage_freshness` by governorate.
WITH area AS (
  SELECT a.*, CASE WHEN %(last)s >= a.list_of_19_from THEN '19' ELSE '18' END AS list_now
  FROM engagement_programmearea a WHERE a.programme_id = %(programme)s),
counted AS MATERIALIZED (
  SELECT m.id, m.held_on FROM engagement_meeting m
  WHERE m.programme_id = %(programme)s AND m.status = 'held' AND m.kind = 'engagement'
    AND m.duplicate_of_id IS NULL AND m.withdrawn_at IS NULL
    AND EXISTS (SELECT FROM engagement_participant p
                WHERE p.meeting_id = m.id AND p.role = 'counterpart')),
issues AS (
  SELECT i.*, c.held_on, t."group" AS kind
  FROM counted c JOIN engagement_issueraised i ON i.meeting_id = c.id
  -- As they were on the day, where they took part in it.
  LEFT JOIN engagement_participant p
    ON p.meeting_id = c.id AND p.stakeholder_id = i.raised_by_id
  LEFT JOIN engagement_stakeholder s ON s.id = i.raised_by_id
  LEFT JOIN engagement_actortype t ON t.code = coalesce(p.frozen_type_id, s.actor_type_id)
  WHERE c.held_on BETWEEN %(first)s AND %(last)s),
due AS (
  SELECT f.due_on, f.done_on FROM engagement_followup f JOIN counted c ON c.id = f.meeting_id
  WHERE f.due_on BETWEEN %(first)s AND %(last)s AND f.dropped_on IS NULL),
active AS (
  SELECT i.iraqi_led, t."group" AS kind
  FROM engagement_initiative i
  LEFT JOIN engagement_stakeholder s ON s.id = i.lead_organisation_id
  LEFT JOIN engagement_actortype t ON t.code = s.actor_type_id
  WHERE i.programme_id = %(programme)s AND i.withdrawn_at IS NULL
    AND coalesce(i.valid_from <= %(last)s, true) AND coalesce(i.valid_to > %(first)s, true)),
units AS (
  SELECT s.id FROM engagement_stakeholder s
  JOIN engagement_actortype t ON t.code = s.actor_type_id
  WHERE s.programme_id = %(programme)s AND s.kind = 'unit' AND t."group" = 'paramilitary'
    AND s.withdrawn_at IS NULL),
asked AS (
  SELECT a.* FROM engagement_strategicassessment a
  WHERE a.programme_id = %(programme)s AND a.withdrawn_at IS NULL),
listed AS (
  SELECT e.region_id, e.counted_in_id AS unit
  FROM engagement_governoratelistentry e JOIN area ON e.list_id = area.list_now),
-- One of the country as a whole is one of every governorate.
delivered AS (
  SELECT u.unit, max(a.valid_on) AS valid_on
  FROM (SELECT DISTINCT unit FROM listed) u CROSS JOIN area
  JOIN engagement_strategicassessmentregion p ON p.region_id IN (u.unit, area.country_id)
  JOIN asked a ON a.id = p.strategic_assessment_id
  WHERE a.delivered_on <= %(last)s AND a.valid_on <= %(last)s GROUP BY u.unit),
-- Six months end a day later where the month has no such day.
newest AS (
  SELECT *, CASE WHEN extract(day FROM valid_on + interval '6 months') = extract(day FROM valid_on)
                 THEN valid_on + interval '6 months'
                 ELSE valid_on + interval '6 months 1 day' END AS until
  FROM delivered),
struck AS (
  SELECT l.unit, max(i.happened_on) AS happened_on
  FROM engagement_incident i JOIN listed l USING (region_id)
  WHERE i.programme_id = %(programme)s AND i.withdrawn_at IS NULL AND i.happened_on <= %(last)s
  GROUP BY l.unit)
SELECT 'issues', '', count(*) FROM issues
UNION ALL SELECT 'with_raiser', '', count(raised_by_id) FROM issues
UNION ALL
SELECT 'by_iraqis', '', count(*) FROM issues WHERE kind NOT IN ('international', 'not_sure')
UNION ALL SELECT 'answered', '', count(*) FROM issues WHERE answered_on <= held_on + 60
UNION ALL SELECT 'reflected', '', count(*) FROM issues WHERE decision <> ''
UNION ALL SELECT 'due', '', count(*) FROM due
UNION ALL SELECT 'kept', '', count(*) FROM due WHERE done_on <= due_on
UNION ALL SELECT 'initiatives', '', count(*) FROM active
UNION ALL
SELECT 'civilian_led', '', count(*) FROM active
WHERE iraqi_led AND kind IN ('civil_society', 'communities')
UNION ALL SELECT 'units', '', count(*) FROM units
UNION ALL
SELECT 'decided', '', count(DISTINCT u.id)
FROM units u JOIN engagement_engagementdecision d ON d.stakeholder_id = u.id
WHERE d.withdrawn_at IS NULL AND coalesce(d.valid_from <= %(last)s, true)
  AND coalesce(d.valid_to > %(last)s, true)
UNION ALL SELECT 'asked', '', count(*) FROM asked WHERE asked_on <= %(last)s
UNION ALL SELECT 'delivered', '', count(*) FROM asked WHERE delivered_on <= %(last)s
UNION ALL SELECT 'acted', '', count(*) FROM asked WHERE acted_on <= %(last)s
UNION ALL
SELECT CASE WHEN n.valid_on IS NULL THEN 'none' WHEN s.happened_on > n.valid_on THEN 'event'
            WHEN %(last)s <= n.until THEN 'fresh' ELSE 'stale' END,
       u.unit::text, 1
FROM (SELECT DISTINCT unit FROM listed) u
LEFT JOIN newest n USING (unit) LEFT JOIN struck s USING (unit)
