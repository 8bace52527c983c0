-- Who is known to whom, by group: counts only, alike for every member.

-- Registered stakeholders that are to be engaged; of these met in the twelve months to a day, met
-- earlier only, met but not in the last six months, and met in the twelve months in meetings that one
-- and the same officer wrote down. Whoever somebody spoke for was met too.
CREATE OR REPLACE FUNCTION jisr.coverage_acquaintance(on_day date)
RETURNS TABLE (kind integer, registered bigint, lately bigint, before bigint, overdue bigint,
               by_one bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET work_mem = '32MB' SET enable_memoize = off AS $$
DECLARE here uuid := jisr.must_be_member();
BEGIN
  RETURN QUERY
  WITH met AS MATERIALIZED (
    SELECT w.who, max(f.held_on) AS last,
           count(*) FILTER (WHERE f.held_on > on_day - interval '12 months') AS meetings,
           count(f.author_id) FILTER (WHERE f.held_on > on_day - interval '12 months') AS signed,
           min(f.author_id::text) FILTER (WHERE f.held_on > on_day - interval '12 months') AS one,
           max(f.author_id::text) FILTER (WHERE f.held_on > on_day - interval '12 months') AS other
    FROM engagement_coveragefact f
    CROSS JOIN LATERAL (
      SELECT unnest(f.counterparts) AS who UNION SELECT unnest(f.bodies)) w
    WHERE f.programme_id = here AND f.counted AND f.held_on <= on_day
    GROUP BY w.who)
  SELECT array_position('{officials,state_security,paramilitary,civil_society,communities,others,'
           'international,not_sure}'::text[], t."group"::text) - 1,
         count(*),
         count(*) FILTER (WHERE m.meetings > 0),
         count(*) FILTER (WHERE m.meetings = 0),
         count(*) FILTER (WHERE m.last <= on_day - interval '6 months'),
         count(*) FILTER (WHERE m.meetings > 0 AND m.signed = m.meetings AND m.one = m.other)
  FROM engagement_stakeholder s
  JOIN engagement_actortype t ON t.code = s.actor_type_id
  LEFT JOIN met m ON m.who = s.id
  WHERE s.programme_id = here AND s.withdrawn_at IS NULL AND NOT s.not_to_be_engaged
  GROUP BY 1;
END $$;

GRANT EXECUTE ON FUNCTION jisr.coverage_acquaintance(date) TO jisr_web;
