-- Whom meetings fall on, over the base tables: the counts of people and bodies of I5, I9, I13, I14
-- and I17. Equals engagement/coverage/people.py, of `coverage_people`:
--
--   person, body                 met at all
--   person_top, body_top         what the ten met most take: a meeting's 1 is split over those in it
--   person_square, body_square   the sum of the squares of what everybody takes: HHI's numerator
--   meetings, again              the whole; counterparts met twice or more
--   red_list                     met on security only in the twelve months to the last day
--   channels, channels_again     civil-society bodies beside us, and those there twice or more
--   units_met                    paramilitary units, themselves or through somebody
WITH counted AS MATERIALIZED (
  SELECT m.id, m.held_on, m.purpose, m.held_on >= %(first)s AS now
  FROM engagement_meeting m
  WHERE m.programme_id = %(programme)s AND m.held_on <= %(last)s
    AND (m.held_on >= %(first)s OR m.held_on > %(last)s::date - interval '12 months')
    AND m.status = 'held' AND m.kind = 'engagement' AND m.duplicate_of_id IS NULL
    AND m.withdrawn_at IS NULL
    AND EXISTS (SELECT FROM engagement_participant p
                WHERE p.meeting_id = m.id AND p.role = 'counterpart')),
present AS MATERIALIZED (
  SELECT c.id, c.held_on, c.purpose, c.now, p.role, p.stakeholder_id AS who, t."group" AS kind,
         coalesce(p.frozen_organisation_id, p.stakeholder_id) AS body
  FROM counted c JOIN engagement_participant p ON p.meeting_id = c.id
  JOIN engagement_actortype t ON t.code = p.frozen_type_id),
-- Ten people of one ministry are one body.
sat AS (
  SELECT DISTINCT 'person' AS what, id, who FROM present WHERE now AND role = 'counterpart'
  UNION ALL
  SELECT DISTINCT 'body', id, body FROM present WHERE now AND role = 'counterpart'),
weights AS MATERIALIZED (
  SELECT what, who, count(*) AS meetings, sum(1.0 / heads) AS weight,
         row_number() OVER (PARTITION BY what ORDER BY sum(1.0 / heads) DESC) AS place
  FROM (SELECT *, count(*) OVER (PARTITION BY what, id) AS heads FROM sat) s
  GROUP BY what, who),
channels AS (
  SELECT body, count(DISTINCT id) AS meetings FROM present
  WHERE now AND role IN ('intermediary', 'own') AND kind = 'civil_society' GROUP BY body)
SELECT what, count(*)::numeric FROM weights GROUP BY what
UNION ALL SELECT what || '_top', sum(weight) FROM weights WHERE place <= 10 GROUP BY what
UNION ALL SELECT what || '_square', sum(weight * weight) FROM weights GROUP BY what
UNION ALL SELECT 'meetings', count(*) FROM counted WHERE now
UNION ALL SELECT 'again', count(*) FROM weights WHERE what = 'person' AND meetings > 1
UNION ALL
SELECT 'red_list', count(*) FROM (
  SELECT who FROM present
  WHERE role = 'counterpart' AND held_on > %(last)s::date - interval '12 months'
  GROUP BY who
  HAVING bool_or(purpose IN ('training', 'operations', 'equipment', 'liaison'))
    AND bool_and(purpose IN ('', 'training', 'operations', 'equipment', 'liaison'))) red
UNION ALL SELECT 'channels', count(*) FROM channels
UNION ALL SELECT 'channels_again', count(*) FROM channels WHERE meetings > 1
UNION ALL
SELECT 'units_met', count(DISTINCT p.body)
FROM present p JOIN engagement_stakeholder s ON s.id = p.body AND s.kind = 'unit'
WHERE p.now AND p.role = 'counterpart' AND p.kind = 'paramilitary'
