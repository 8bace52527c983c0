-- Who it is that meetings fall on, who is known by one officer only, and where teams do not know of
-- each other: names are behind these ids, so all of it runs with the reader's own rights. Somebody
-- whom the reader may not open is left out; the wholes are the meetings that the reader may open.

-- Who spoke for which body in a period, themselves or another, and when last; `open` where the reader may open the
-- person and, where they spoke for another, a post of theirs there: a body is not met through somebody
-- hidden. From the beginning where there is no first day.
CREATE OR REPLACE FUNCTION jisr.seen_pairs(first date, last date, of_team uuid)
RETURNS TABLE (who uuid, body uuid, met boolean, open boolean, last date) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp SET work_mem = '32MB' SET enable_memoize = off AS $$
  WITH pairs AS MATERIALIZED (
    SELECT c.who, c.body, max(f.held_on) AS last
    FROM engagement_coveragefact f
    CROSS JOIN LATERAL unnest(f.counterparts, f.bodies) c(who, body)
    WHERE f.programme_id = jisr.programme() AND f.counted
      AND (first IS NULL OR f.held_on >= first) AND f.held_on <= last
      AND (of_team IS NULL OR of_team = ANY(f.teams))
    GROUP BY 1, 2),
  posts AS MATERIALIZED (
    SELECT DISTINCT o.stakeholder_id AS who, o.organisation_id AS body
    FROM engagement_post o WHERE o.programme_id = jisr.programme())
  SELECT p.who, p.body, s.id IS NOT NULL,
         s.id IS NOT NULL AND (p.who = p.body OR o.who IS NOT NULL), p.last
  FROM pairs p
  LEFT JOIN engagement_stakeholder s ON s.id = p.who
  LEFT JOIN posts o ON o.who = p.who AND o.body = p.body
$$;

-- Everybody who was met in a period, and every body that was, with the day of their last meeting. A
-- set, made once: asked of each person in turn, the database read every meeting for everybody.
CREATE OR REPLACE FUNCTION jisr.seen_met(first date, last date, of_team uuid)
RETURNS TABLE (who uuid, last date) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  WITH pairs AS MATERIALIZED (SELECT * FROM jisr.seen_pairs($1, $2, $3))
  SELECT m.who, max(m.last) FROM (
    SELECT p.who, p.last FROM pairs p WHERE p.met
    UNION ALL SELECT p.body, p.last FROM pairs p WHERE p.open AND p.body <> p.who) m
  GROUP BY m.who
$$;

-- Who was met before `back_to` and not from then to `on_day`, with the day of their last meeting: of
-- stakeholders, meetings and posts that the reader may open.
CREATE OR REPLACE FUNCTION jisr.seen_coverage_overdue(back_to date, on_day date)
RETURNS TABLE (who uuid, last date) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.id, m.last
  FROM jisr.seen_met(NULL, on_day, NULL) m JOIN engagement_stakeholder s ON s.id = m.who
  WHERE m.last < back_to AND s.withdrawn_at IS NULL AND NOT s.not_to_be_engaged
    AND NOT EXISTS (
      SELECT FROM engagement_engagementdecision d
      WHERE d.stakeholder_id = s.id AND d.course = 'not' AND d.withdrawn_at IS NULL
        AND daterange(d.valid_from, d.valid_to) @> on_day)
$$;

-- The ten people and the ten bodies met most: so many meetings of so many heads. Beside them what
-- they are ten of: the meetings, everybody met, and those met once only.
CREATE OR REPLACE FUNCTION jisr.seen_reliance(first date, last date, of_team uuid)
RETURNS TABLE (what text, rank bigint, who uuid, heads integer, n bigint) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp SET work_mem = '32MB' SET enable_memoize = off AS $$
  WITH every AS MATERIALIZED (
    SELECT * FROM jisr.splits_of(jisr.programme(), first, last, of_team)),
  hidden AS MATERIALIZED (
    SELECT p.who, p.body FROM jisr.seen_pairs(first, last, of_team) p WHERE NOT p.open),
  lost AS (  -- meetings in which nobody open spoke for the body
    SELECT 'body' AS what, x.body AS who, x.heads, count(*) AS meetings
    FROM (
      SELECT f.meeting_id, c.body, min(e.heads)::integer AS heads
      FROM engagement_coveragefact f
      CROSS JOIN LATERAL (SELECT count(DISTINCT b) AS heads FROM unnest(f.bodies) b) e
      CROSS JOIN LATERAL unnest(f.counterparts, f.bodies) c(who, body)
      LEFT JOIN hidden h ON h.who = c.who AND h.body = c.body
      WHERE f.programme_id = jisr.programme() AND f.counted AND f.held_on BETWEEN first AND last
        AND (of_team IS NULL OR of_team = ANY(f.teams))
        AND f.bodies && (SELECT array_agg(DISTINCT body) FROM hidden)
      GROUP BY 1, 2 HAVING bool_and(h.who IS NOT NULL)) x
    GROUP BY x.body, x.heads),
  splits AS MATERIALIZED (
    SELECT e.what, e.who, e.heads, e.meetings - coalesce(l.meetings, 0) AS meetings
    FROM every e LEFT JOIN lost l USING (what, who, heads)
    WHERE e.meetings > coalesce(l.meetings, 0)),
  weights AS (
    SELECT s.what, s.who, sum(s.meetings) AS meetings,
           row_number() OVER (PARTITION BY s.what
                              ORDER BY sum(s.meetings::numeric / s.heads) DESC, s.who) AS rank
    FROM splits s JOIN engagement_stakeholder k ON k.id = s.who GROUP BY 1, 2)
  SELECT s.what, w.rank, s.who, s.heads, s.meetings
  FROM weights w JOIN splits s USING (what, who) WHERE w.rank <= 10
  UNION ALL SELECT 'met_' || w.what, 0, NULL, 0, count(*) FROM weights w GROUP BY w.what
  UNION ALL SELECT 'once_' || w.what, 0, NULL, 0, count(*) FROM weights w WHERE w.meetings = 1
    GROUP BY w.what
  UNION ALL SELECT 'meetings', 0, NULL, 0, coalesce(sum(h.whole), 0)::bigint
  FROM (SELECT sum(e.meetings) / e.heads AS whole FROM every e
        WHERE e.what = 'person' GROUP BY e.heads) h
$$;

-- Met in the period only in meetings that one officer wrote down; most met first, after a key. With
-- a team: those whom that team met, and nobody but one officer of any team. `whole` is how many.
CREATE OR REPLACE FUNCTION jisr.seen_known_by_one(
  first date, last date, of_team uuid, after_meetings bigint, after_who uuid, page integer)
RETURNS TABLE (who uuid, officer uuid, meetings bigint, whole bigint) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp SET work_mem = '32MB' SET enable_memoize = off AS $$
  WITH known AS MATERIALIZED (
    SELECT who, (array_agg(f.author_id))[1] AS officer, count(DISTINCT f.meeting_id) AS meetings
    FROM engagement_coveragefact f CROSS JOIN LATERAL unnest(f.counterparts) who
    WHERE f.programme_id = jisr.programme() AND f.counted AND f.held_on BETWEEN first AND last
    GROUP BY who
    -- Whoever wrote nothing down by name is no officer that somebody could be known by.
    HAVING count(DISTINCT f.author_id) = 1 AND count(f.author_id) = count(*)
      AND (of_team IS NULL OR bool_or(of_team = ANY(f.teams)))),
  seen AS MATERIALIZED (
    SELECT k.* FROM known k JOIN engagement_stakeholder s ON s.id = k.who)
  SELECT s.who, s.officer, s.meetings, (SELECT count(*) FROM seen)
  FROM seen s
  WHERE after_who IS NULL OR (s.meetings, after_who) < (after_meetings, s.who)
  ORDER BY s.meetings DESC, s.who LIMIT page
$$;

-- Met by two teams in the period with no meeting of both; with a team chosen, where it is one of the
-- two. Every team that met them, with its meetings, most first; after a key.
CREATE OR REPLACE FUNCTION jisr.seen_met_apart(
  first date, last date, of_team uuid, after_meetings bigint, after_who uuid, page integer)
RETURNS TABLE (who uuid, teams uuid[], meetings bigint[], every bigint, whole bigint)
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp SET work_mem = '32MB' SET enable_memoize = off AS $$
  WITH met AS MATERIALIZED (
    SELECT DISTINCT f.meeting_id, who, f.teams
    FROM engagement_coveragefact f CROSS JOIN LATERAL unnest(f.counterparts) who
    WHERE f.programme_id = jisr.programme() AND f.counted AND f.held_on BETWEEN first AND last),
  present AS MATERIALIZED (
    SELECT who, team, count(*) AS meetings FROM met CROSS JOIN LATERAL unnest(teams) team
    GROUP BY 1, 2),
  busy AS (SELECT who FROM present GROUP BY who HAVING count(*) > 1),
  apart AS (
    SELECT o.who, o.team AS one, p.team AS other
    FROM busy JOIN present o USING (who) JOIN present p USING (who)
    WHERE o.team < p.team AND (of_team IS NULL OR of_team IN (o.team, p.team))
    EXCEPT
    SELECT m.who, one, other
    FROM met m CROSS JOIN LATERAL unnest(m.teams) one CROSS JOIN LATERAL unnest(m.teams) other
    WHERE cardinality(m.teams) > 1 AND one < other),
  seen AS MATERIALIZED (
    SELECT p.who, array_agg(p.team ORDER BY p.meetings DESC, p.team) AS teams,
           array_agg(p.meetings ORDER BY p.meetings DESC, p.team) AS meetings,
           sum(p.meetings)::bigint AS every
    FROM (SELECT DISTINCT a.who FROM apart a) a
    JOIN present p USING (who)
    JOIN engagement_stakeholder s ON s.id = a.who
    GROUP BY p.who)
  SELECT s.who, s.teams, s.meetings, s.every, (SELECT count(*) FROM seen)
  FROM seen s
  WHERE after_who IS NULL OR (s.every, after_who) < (after_meetings, s.who)
  ORDER BY s.every DESC, s.who LIMIT page
$$;

-- Planned in the period by teams that do not share a meeting, with the same counterpart or in the
-- same governorate of a list: what they share, and the meetings, the next first.
CREATE OR REPLACE FUNCTION jisr.seen_clashes(first date, last date, list text, page integer)
RETURNS TABLE (who uuid, unit bigint, meetings uuid[], whole bigint) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  WITH planned AS MATERIALIZED (
    SELECT m.id, m.held_on, m.teams FROM engagement_meeting m
    WHERE m.programme_id = jisr.programme() AND m.status = 'planned' AND m.kind = 'engagement'
      AND m.withdrawn_at IS NULL AND m.duplicate_of_id IS NULL
      AND m.held_on BETWEEN first AND last),
  shared AS MATERIALIZED (
    SELECT p.stakeholder_id AS who, NULL::bigint AS unit, m.*
    FROM planned m
    JOIN engagement_participant p ON p.meeting_id = m.id AND p.role = 'counterpart'
    JOIN engagement_stakeholder s ON s.id = p.stakeholder_id
    UNION
    SELECT NULL, e.counted_in_id, m.*
    FROM planned m
    JOIN engagement_venue v ON v.meeting_id = m.id
    JOIN engagement_region r ON r.id = v.region_id
    JOIN engagement_governoratelistentry e
      ON e.list_id = list
      AND e.region_id = CASE r.kind WHEN 'district' THEN r.parent_id ELSE r.id END),
  sides AS MATERIALIZED (SELECT DISTINCT who, unit, teams FROM shared),
  clashes AS (
    SELECT DISTINCT a.who, a.unit FROM sides a JOIN sides b
    -- One of the two is null: IS NOT DISTINCT FROM would keep the join from being hashed.
    ON coalesce(a.who::text, a.unit::text) = coalesce(b.who::text, b.unit::text)
    WHERE NOT a.teams && b.teams),
  seen AS (
    SELECT s.who, s.unit, array_agg(s.id ORDER BY s.held_on, s.id) AS meetings,
           min(s.held_on) AS soonest
    FROM shared s JOIN clashes c
      ON coalesce(s.who::text, s.unit::text) = coalesce(c.who::text, c.unit::text)
    GROUP BY 1, 2)
  SELECT s.who, s.unit, s.meetings, count(*) OVER ()
  FROM seen s ORDER BY s.soonest, s.unit IS NOT NULL, s.who, s.unit LIMIT page
$$;

GRANT EXECUTE ON FUNCTION jisr.seen_pairs(date, date, uuid), jisr.seen_met(date, date, uuid),
  jisr.seen_reliance(date, date, uuid), jisr.seen_coverage_overdue(date, date),
  jisr.seen_known_by_one(date, date, uuid, bigint, uuid, integer),
  jisr.seen_met_apart(date, date, uuid, bigint, uuid, integer),
  jisr.seen_clashes(date, date, text, integer) TO jisr_web;
