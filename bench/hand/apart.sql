-- Coordination by name, over the base tables, of what an officer may open: the first fifty whom two
-- teams met with no meeting of both, how many nobody met, and what clashes among the planned.
-- Equals engagement/coverage/coordination.py:
--
--   apart         person                | team meetings, ...      meetings, each in each of its teams
--   apart in all  -                     | -                       how many such
--   none          -                     | -                       how many registered, met by none
--   clash         person or governorate | meetings, next first    how many clashes in all
WITH seen AS MATERIALIZED (
  SELECT m.id, m.held_on, m.status, m.lead_team_id
  FROM engagement_meeting m
  WHERE m.programme_id = %(programme)s AND m.kind = 'engagement' AND m.duplicate_of_id IS NULL
    AND m.withdrawn_at IS NULL
    AND (m.status = 'held' AND m.held_on BETWEEN %(first)s AND %(last)s
         OR m.status = 'planned' AND m.held_on BETWEEN %(last)s AND %(last)s::date + 14)
    AND (m.tlp <= 1 OR m.teams && ARRAY[%(team)s::uuid] OR m.author_id = %(user)s)),
came AS MATERIALIZED (
  SELECT id, lead_team_id AS team FROM seen
  UNION
  SELECT s.id, g.team_id FROM seen s JOIN engagement_guestteam g ON g.meeting_id = s.id),
faces AS MATERIALIZED (
  SELECT s.id, s.held_on, s.status, p.stakeholder_id AS who,
         p.frozen_organisation_id AS body
  FROM seen s JOIN engagement_participant p ON p.meeting_id = s.id AND p.role = 'counterpart'),
met AS MATERIALIZED (
  SELECT f.who, f.id, c.team FROM faces f JOIN came c USING (id) WHERE f.status = 'held'),
-- Two teams met them, less those two that met them in one meeting.
pairs AS (
  SELECT one.who, one.team AS one, other.team AS other
  FROM (SELECT DISTINCT who, team FROM met) one JOIN (SELECT DISTINCT who, team FROM met) other
    ON other.who = one.who AND other.team > one.team
  EXCEPT
  SELECT one.who, one.team, other.team
  FROM met one JOIN met other ON other.id = one.id AND other.who = one.who),
apart AS (SELECT DISTINCT who FROM pairs),
by_team AS (
  SELECT who, team, count(*) AS n FROM met WHERE who IN (SELECT who FROM apart) GROUP BY 1, 2),
-- Somebody in a post of a body is the body, too.
present AS (
  SELECT who FROM faces WHERE status = 'held'
  UNION
  SELECT f.body FROM faces f JOIN engagement_post o
    ON o.stakeholder_id = f.who AND o.organisation_id = f.body
  WHERE f.status = 'held'),
-- What the meetings that are planned share: a counterpart, or a governorate.
shared AS MATERIALIZED (
  SELECT id, held_on, who::text AS what FROM faces WHERE status = 'planned'
  UNION
  SELECT s.id, s.held_on, e.counted_in_id::text
  FROM seen s JOIN engagement_programmearea a ON a.programme_id = %(programme)s
  JOIN engagement_venue v ON v.meeting_id = s.id
  JOIN engagement_region r ON r.id = v.region_id
  JOIN engagement_governoratelistentry e ON e.region_id IN (r.id, r.parent_id)
    AND e.list_id = CASE WHEN %(last)s::date + 14 >= a.list_of_19_from THEN '19' ELSE '18' END
  WHERE s.status = 'planned'),
planned AS MATERIALIZED (
  SELECT c.* FROM came c JOIN seen s USING (id) WHERE s.status = 'planned'),
clashes AS (
  SELECT DISTINCT one.what FROM shared one JOIN shared other USING (what)
  WHERE one.id < other.id AND NOT EXISTS (
    SELECT FROM planned c JOIN planned d USING (team) WHERE c.id = one.id AND d.id = other.id))
(SELECT 'apart', who::text, string_agg(team || ' ' || n, ', ' ORDER BY n DESC, team),
        sum(n)::bigint
 FROM by_team GROUP BY who ORDER BY sum(n) DESC, who LIMIT 50)
UNION ALL SELECT 'apart in all', '', '', count(*) FROM apart
UNION ALL
SELECT 'none', '', '', count(*) FROM engagement_stakeholder s
WHERE s.programme_id = %(programme)s AND s.withdrawn_at IS NULL AND NOT s.not_to_be_engaged
  AND s.id NOT IN (SELECT who FROM present)
  AND NOT EXISTS (
    SELECT FROM engagement_engagementdecision d
    WHERE d.stakeholder_id = s.id AND d.course = 'not' AND d.withdrawn_at IS NULL
      AND coalesce(d.valid_from <= %(last)s, true) AND coalesce(d.valid_to > %(last)s, true)
      AND (d.tlp <= 1 OR d.teams && ARRAY[%(team)s::uuid] OR d.author_id = %(user)s))
UNION ALL
SELECT 'clash', what, string_agg(id::text, ', ' ORDER BY held_on, id), count(*) OVER ()
FROM shared WHERE what IN (SELECT what FROM clashes) GROUP BY what
