-- Whom meetings fall on, what was raised and promised in them, and what the brief asks for beside
-- them: counts only, no names and no ids of rows. Each rule stands once and is read twice, as in
-- 3_reads.sql: with the owner's rights for the programme, with the reader's for their share.

CREATE OR REPLACE FUNCTION jisr.must_be_fixed(first date, last date) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF extract(day FROM first) <> 1 OR last < first THEN
    RAISE EXCEPTION 'a fixed period begins with a month' USING ERRCODE = '22023';
  END IF;
END $$;

-- How meetings fall on people and on bodies: who was in how many meetings of so many heads.
CREATE OR REPLACE FUNCTION jisr.splits_of(here uuid, first date, last date, of_team uuid)
RETURNS TABLE (what text, who uuid, heads integer, meetings bigint) LANGUAGE sql STABLE
ROWS 100000 AS $$
  WITH met AS MATERIALIZED (
    -- Whoever speaks for themselves stands there once; sorting their few bodies takes longer.
    SELECT f.counterparts, CASE WHEN f.bodies = f.counterparts OR cardinality(f.bodies) = 1
             THEN f.bodies ELSE (SELECT array_agg(DISTINCT x) FROM unnest(f.bodies) x) END AS bodies
    FROM public.engagement_coveragefact f
    WHERE f.programme_id = here AND f.counted AND f.held_on BETWEEN first AND last
      AND (of_team IS NULL OR of_team = ANY(f.teams)))
  SELECT 'person', who, cardinality(counterparts), count(*)
  FROM met CROSS JOIN LATERAL unnest(counterparts) who GROUP BY 2, 3
  UNION ALL
  SELECT 'body', who, cardinality(bodies), count(*)
  FROM met CROSS JOIN LATERAL unnest(bodies) who GROUP BY 2, 3
$$;

-- Each meeting's 1 is split over those in it. For the ten who take most: in how many meetings of
-- so many heads (a: rank, b: heads). For the sum of squared weights: over everybody, meetings of a
-- heads times meetings of b heads. Both stay whole numbers, so that the shares made of them are
-- exact.
CREATE OR REPLACE FUNCTION jisr.concentration_of(here uuid, first date, last date, of_team uuid)
RETURNS TABLE (what text, a bigint, b bigint, n numeric) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  WITH splits AS MATERIALIZED (SELECT * FROM jisr.splits_of(here, first, last, of_team)),
  weights AS MATERIALIZED (
    SELECT what, who, sum(meetings) AS meetings, sum(meetings::numeric / heads) AS weight,
           array_agg(heads) AS heads, array_agg(meetings) AS of_heads
    FROM splits GROUP BY 1, 2),
  heaviest AS (
    SELECT t.*, row_number() OVER (PARTITION BY t.what ORDER BY t.weight DESC, t.who) AS rank
    FROM (VALUES ('person'), ('body')) v(what)
    CROSS JOIN LATERAL (
      SELECT w.* FROM weights w WHERE w.what = v.what ORDER BY w.weight DESC, w.who LIMIT 10) t)
  SELECT what, 0, 0, count(*)::numeric FROM weights GROUP BY 1
  -- A meeting stands with its persons once for each of its heads: each sum divides exactly.
  UNION ALL SELECT 'meetings', 0, 0, coalesce(sum(h.whole), 0)
  FROM (SELECT sum(s.meetings) / s.heads AS whole
        FROM splits s WHERE s.what = 'person' GROUP BY s.heads) h
  UNION ALL SELECT 'again', 0, 0, count(*) FROM weights WHERE what = 'person' AND meetings > 1
  UNION ALL
  SELECT t.what || '_top', t.rank, s.heads, s.meetings
  FROM heaviest t JOIN splits s ON s.what = t.what AND s.who = t.who
  -- Most were met in meetings of one size only, and have one weight to square.
  UNION ALL
  SELECT s.what || '_square', s.heads, s.heads, sum(s.meetings * s.meetings)
  FROM splits s GROUP BY s.what, s.heads
  UNION ALL
  SELECT w.what || '_square', s.heads, o.heads, sum(s.meetings * o.meetings)
  FROM weights w CROSS JOIN LATERAL unnest(w.heads, w.of_heads) s(heads, meetings)
  JOIN LATERAL unnest(w.heads, w.of_heads) o(heads, meetings) ON o.heads <> s.heads
  WHERE cardinality(w.heads) > 1
  GROUP BY w.what, s.heads, o.heads
$$;

-- A month in which somebody was met is overlapping where two teams met them with no meeting of
-- both; with a team chosen, where that team is one of the two.
CREATE OR REPLACE FUNCTION jisr.overlaps_of(here uuid, first date, last date, of_team uuid)
RETURNS TABLE (actor_months bigint, overlapping bigint) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  WITH met AS MATERIALIZED (
    SELECT who, f.month, array_agg(DISTINCT f.teams::text) AS together
    FROM (SELECT counterparts, teams, held_on - extract(day FROM held_on)::integer AS month
          FROM engagement_coveragefact
          WHERE programme_id = here AND counted AND held_on BETWEEN first AND last) f
    CROSS JOIN LATERAL unnest(f.counterparts) who
    GROUP BY who, f.month),
  sets AS (  -- where the same teams came each time there is nothing to compare, and that is most
    SELECT m.who, m.month, t.teams::uuid[] AS teams
    FROM met m CROSS JOIN LATERAL unnest(m.together) t(teams) WHERE cardinality(m.together) > 1),
  present AS (SELECT DISTINCT who, month, team FROM sets CROSS JOIN LATERAL unnest(teams) team),
  apart AS (
    SELECT o.who, o.month, o.team AS one, p.team AS other
    FROM present o JOIN present p USING (who, month)
    WHERE o.team < p.team AND (of_team IS NULL OR of_team IN (o.team, p.team))
    EXCEPT
    SELECT s.who, s.month, one, other
    FROM sets s CROSS JOIN LATERAL unnest(s.teams) one CROSS JOIN LATERAL unnest(s.teams) other
    WHERE one < other)
  SELECT (SELECT count(*) FROM met m WHERE of_team IS NULL OR EXISTS (
            SELECT FROM unnest(m.together) t(teams) WHERE of_team = ANY(t.teams::uuid[]))),
         (SELECT count(DISTINCT (who, month)) FROM apart)
$$;

-- Civil society as a channel: bodies that took part as intermediary or on our side. Units: those
-- met themselves, and those that somebody spoke for.
CREATE OR REPLACE FUNCTION jisr.channels_of(here uuid, first date, last date, of_team uuid)
RETURNS TABLE (channels bigint, again bigint, units bigint) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  WITH met AS MATERIALIZED (
    SELECT f.meeting_id, f.groups FROM engagement_coveragefact f
    WHERE f.programme_id = here AND f.counted AND f.held_on BETWEEN first AND last
      AND (of_team IS NULL OR of_team = ANY(f.teams))),
  took AS (
    SELECT t."group" AS kind,
           coalesce(o.merged_into_id, p.frozen_organisation_id, p.stakeholder_id) AS body,
           count(DISTINCT p.meeting_id) AS meetings
    FROM engagement_participant p
    LEFT JOIN engagement_stakeholder o ON o.id = p.frozen_organisation_id
    JOIN engagement_actortype t ON t.code = p.frozen_type_id AND t."group" = 'civil_society'
    WHERE p.role IN ('intermediary', 'own') AND p.meeting_id IN (SELECT meeting_id FROM met)
    GROUP BY 1, 2
    UNION ALL
    SELECT DISTINCT t."group",
           coalesce(o.merged_into_id, p.frozen_organisation_id, p.stakeholder_id), 0
    FROM met m
    -- Meeting by meeting (OFFSET 0), or the plan would read every participant there is.
    CROSS JOIN LATERAL (
      SELECT * FROM engagement_participant p
      WHERE p.meeting_id = m.meeting_id AND p.role = 'counterpart' OFFSET 0) p
    LEFT JOIN engagement_stakeholder o ON o.id = p.frozen_organisation_id
    JOIN engagement_actortype t ON t.code = p.frozen_type_id AND t."group" = 'paramilitary'
    WHERE m.groups::integer & 4 > 0),
  channels AS (SELECT body, sum(meetings) AS meetings FROM took
               WHERE kind = 'civil_society' GROUP BY 1)
  SELECT (SELECT count(*) FROM channels), (SELECT count(*) FROM channels WHERE meetings > 1),
         (SELECT count(DISTINCT t.body) FROM took t
          JOIN engagement_stakeholder s ON s.id = t.body AND s.kind = 'unit'
          WHERE t.kind = 'paramilitary')
$$;

-- Met on security only, and never on anything else, in the twelve months to the last day.
CREATE OR REPLACE FUNCTION jisr.red_list_of(here uuid, last date, of_team uuid)
RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*) FROM (
    SELECT who FROM engagement_coveragefact f CROSS JOIN LATERAL unnest(f.counterparts) who
    WHERE f.programme_id = here AND f.counted AND f.held_on <= last
      AND f.held_on > last - interval '12 months' AND (of_team IS NULL OR of_team = ANY(f.teams))
    GROUP BY who HAVING bool_or(f.purpose = 1) AND NOT bool_or(f.purpose = 2)) met
$$;

CREATE OR REPLACE FUNCTION jisr.people_of(here uuid, first date, last date, of_team uuid)
RETURNS TABLE (what text, a bigint, b bigint, n numeric) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT * FROM jisr.concentration_of(here, first, last, of_team)
  UNION ALL SELECT 'red_list', 0, 0, jisr.red_list_of(here, last, of_team)
  UNION ALL
  SELECT v.what, 0, 0, v.n FROM jisr.overlaps_of(here, first, last, of_team) o
  CROSS JOIN LATERAL (VALUES ('actor_months', o.actor_months), ('overlapping', o.overlapping))
    v(what, n)
  UNION ALL
  SELECT v.what, 0, 0, v.n FROM jisr.channels_of(here, first, last, of_team) c
  CROSS JOIN LATERAL (VALUES ('channels', c.channels), ('channels_again', c.again),
                             ('units_met', c.units)) v(what, n)
$$;

CREATE OR REPLACE FUNCTION jisr.coverage_people(first date, last date, of_team uuid)
RETURNS TABLE (what text, a bigint, b bigint, n numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
-- Every meeting has other people: what is remembered of them is never asked for again.
SET work_mem = '32MB' SET enable_memoize = off AS $$
DECLARE here uuid := jisr.must_be_member();
BEGIN
  PERFORM jisr.must_be_fixed(first, last);
  RETURN QUERY SELECT * FROM jisr.people_of(here, first, last, of_team);
END $$;
CREATE OR REPLACE FUNCTION jisr.seen_coverage_people(first date, last date, of_team uuid)
RETURNS TABLE (what text, a bigint, b bigint, n numeric) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT * FROM jisr.people_of(jisr.programme(), first, last, of_team)
$$;

-- Meetings by the actor types in them: what a resample of diversity draws from.
CREATE OR REPLACE FUNCTION jisr.type_patterns_of(here uuid, first date, last date, of_team uuid)
RETURNS TABLE (types text, meetings bigint) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT array_to_string(f.types, ' '), count(*)
  FROM engagement_coveragefact f
  WHERE f.programme_id = here AND f.counted AND f.held_on BETWEEN first AND last
    AND (of_team IS NULL OR of_team = ANY(f.teams))
  GROUP BY 1
$$;
CREATE OR REPLACE FUNCTION jisr.coverage_type_patterns(first date, last date, of_team uuid)
RETURNS TABLE (types text, meetings bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE here uuid := jisr.must_be_member();
BEGIN
  PERFORM jisr.must_be_fixed(first, last);
  RETURN QUERY SELECT * FROM jisr.type_patterns_of(here, first, last, of_team);
END $$;
CREATE OR REPLACE FUNCTION jisr.seen_coverage_type_patterns(first date, last date, of_team uuid)
RETURNS TABLE (types text, meetings bigint) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT * FROM jisr.type_patterns_of(jisr.programme(), first, last, of_team)
$$;

GRANT EXECUTE ON FUNCTION jisr.splits_of(uuid, date, date, uuid),
  jisr.concentration_of(uuid, date, date, uuid),
  jisr.overlaps_of(uuid, date, date, uuid), jisr.channels_of(uuid, date, date, uuid),
  jisr.red_list_of(uuid, date, uuid), jisr.people_of(uuid, date, date, uuid),
  jisr.type_patterns_of(uuid, date, date, uuid), jisr.coverage_people(date, date, uuid),
  jisr.seen_coverage_people(date, date, uuid), jisr.coverage_type_patterns(date, date, uuid),
  jisr.seen_coverage_type_patterns(date, date, uuid) TO jisr_web;
