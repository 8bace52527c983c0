-- Coordination between teams over the base tables: I16 and the meetings of each team. A meeting is
-- one of the team that led it and of each guest. Equals `coverage_people` and `coverage_by_team`:
--
--   actor_months, overlapping   -    | -             I16: the whole, and the part
--   counted, joint              -    | -             meetings, and those of several teams
--   team                        team | -             its meetings
--   visited                     team | governorate   its meetings on the spot there
WITH counted AS MATERIALIZED (
  SELECT m.id, m.lead_team_id, date_trunc('month', m.held_on) AS month,
         m.mode IN ('in_person', 'partly_online') AS spot,
         CASE WHEN m.held_on >= a.list_of_19_from THEN '19' ELSE '18' END AS list
  FROM engagement_meeting m JOIN engagement_programmearea a USING (programme_id)
  WHERE m.programme_id = %(programme)s AND m.held_on BETWEEN %(first)s AND %(last)s
    AND m.status = 'held' AND m.kind = 'engagement' AND m.duplicate_of_id IS NULL
    AND m.withdrawn_at IS NULL
    AND EXISTS (SELECT FROM engagement_participant p
                WHERE p.meeting_id = m.id AND p.role = 'counterpart')),
came AS MATERIALIZED (
  SELECT id, lead_team_id AS team FROM counted
  UNION
  SELECT c.id, g.team_id FROM counted c JOIN engagement_guestteam g ON g.meeting_id = c.id),
met AS MATERIALIZED (
  SELECT p.stakeholder_id AS who, c.month, c.id, came.team
  FROM counted c JOIN came USING (id)
  JOIN engagement_participant p ON p.meeting_id = c.id AND p.role = 'counterpart'),
-- Two teams met them in the month, less those two that met them in one meeting of it.
present AS MATERIALIZED (SELECT DISTINCT who, month, team FROM met),
apart AS (
  SELECT one.who, one.month, one.team, other.team
  FROM present one JOIN present other USING (who, month) WHERE one.team < other.team
  EXCEPT
  SELECT one.who, one.month, one.team, other.team
  FROM met one JOIN met other USING (who, month, id)),
stood AS (
  SELECT DISTINCT c.id, e.counted_in_id AS unit
  FROM counted c JOIN engagement_venue v ON v.meeting_id = c.id
  JOIN engagement_region r ON r.id = v.region_id
  JOIN engagement_governoratelistentry e
    ON e.list_id = c.list AND e.region_id IN (r.id, r.parent_id)
  WHERE c.spot)
SELECT 'actor_months', '', '', count(DISTINCT (who, month)) FROM met
UNION ALL SELECT 'overlapping', '', '', count(DISTINCT (who, month)) FROM apart
UNION ALL SELECT 'counted', '', '', count(*) FROM counted
UNION ALL
SELECT 'joint', '', '', count(*) FROM (SELECT FROM came GROUP BY id HAVING count(*) > 1) j
UNION ALL SELECT 'team', team::text, '', count(*) FROM came GROUP BY team
UNION ALL
SELECT 'visited', team::text, unit::text, count(*) FROM came JOIN stood USING (id) GROUP BY 2, 3
