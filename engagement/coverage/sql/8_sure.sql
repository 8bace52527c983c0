-- How sure: what the log itself gives away about what is missing from it. No names of people, no
-- ids of rows; a team's last entry is known to every member as its meetings' dates are counted.

CREATE OR REPLACE FUNCTION jisr.coverage_silent(on_day date)
RETURNS TABLE (team uuid, last_logged date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE here uuid := jisr.must_be_member();
BEGIN
  RETURN QUERY
  SELECT t.id, newest.logged_on
  FROM engagement_team t
  JOIN engagement_programme g ON g.id = t.programme_id
  LEFT JOIN LATERAL (
    SELECT (m.logged_at AT TIME ZONE g.time_zone)::date AS logged_on FROM engagement_meeting m
    WHERE m.programme_id = here AND m.lead_team_id = t.id
      AND m.logged_at < (on_day + 1)::timestamp AT TIME ZONE g.time_zone
    ORDER BY m.logged_at DESC LIMIT 1) newest ON true
  WHERE t.programme_id = here;
END $$;

-- Pairs of counted meetings of different teams within a day of each other, in one governorate, with
-- one counterpart at least in both: until somebody settles them, both count.
CREATE OR REPLACE FUNCTION jisr.coverage_possible_duplicates(first date, last date, of_team uuid)
RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := jisr.must_be_member();
  found bigint;
BEGIN
  WITH met AS (
    SELECT f.meeting_id, f.held_on, f.lead_team_id, f.teams, f.visited, who.who
    FROM engagement_coveragefact f CROSS JOIN LATERAL unnest(f.counterparts) who(who)
    WHERE f.programme_id = here AND f.counted AND f.held_on BETWEEN first - 1 AND last + 1)
  SELECT count(DISTINCT (a.meeting_id, b.meeting_id)) INTO found
  FROM met a
  JOIN LATERAL (VALUES (0), (1)) apart(days) ON true
  JOIN met b ON b.who = a.who AND b.held_on = a.held_on + apart.days
    AND b.meeting_id <> a.meeting_id AND b.lead_team_id <> a.lead_team_id
    AND (apart.days = 1 OR a.meeting_id < b.meeting_id)
    AND (a.visited && b.visited OR a.visited = '{}' AND b.visited = '{}')
  WHERE a.held_on BETWEEN first AND last
    AND (of_team IS NULL OR of_team = ANY(a.teams) OR of_team = ANY(b.teams));
  RETURN found;
END $$;

GRANT EXECUTE ON FUNCTION jisr.coverage_silent(date),
  jisr.coverage_possible_duplicates(date, date, uuid) TO jisr_web;
