-- Why a number moved between two readings. A reading is a period and a position of the change log;
-- no position is now. Aggregates only: the sums that each cause brought or took, no ids.

-- The fact of a meeting at a point: a version of it, and the position at which that was the newest
-- (no position: now). Not granted: the functions below call it with the owner's rights.
CREATE OR REPLACE FUNCTION jisr.coverage_fact_at(meeting uuid, v integer, at_pos bigint)
RETURNS public.engagement_coveragefact LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT x.fact FROM (
    SELECT f AS fact FROM engagement_coveragefact f
    WHERE f.meeting_id = meeting AND (at_pos IS NULL OR (f.since, f.since_pos) <= (v, at_pos))
    UNION ALL
    SELECT jsonb_populate_record(NULL::engagement_coveragefact, p.fact)
    FROM engagement_coveragepast p
    WHERE p.meeting_id = meeting AND at_pos IS NOT NULL AND (v, at_pos) < (p.until, p.until_pos)
      AND ((p.fact ->> 'since')::integer, (p.fact ->> 'since_pos')::bigint) <= (v, at_pos)) x
  LIMIT 1
$$;

-- The cause of one meeting's move. `was` and `becomes` are its facts, NULL where there was none;
-- each meeting has one cause, the first that holds. `made_one`: the same people but for merges.
DROP FUNCTION IF EXISTS jisr.coverage_cause(public.engagement_coveragefact,
  public.engagement_coveragefact, boolean, boolean, boolean, boolean, boolean);
CREATE OR REPLACE FUNCTION jisr.coverage_cause(
  was public.engagement_coveragefact, becomes public.engagement_coveragefact, both_in boolean,
  was_known boolean, after_a boolean, was_twin boolean, is_twin boolean, made_one boolean)
RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE
    WHEN becomes.meeting_id IS NULL THEN CASE WHEN is_twin THEN 'duplicate' ELSE 'corrected' END
    WHEN NOT was_known THEN CASE WHEN after_a THEN 'new' ELSE 'late' END
    WHEN was.meeting_id IS NULL THEN CASE WHEN was_twin THEN 'duplicate' ELSE 'corrected' END
    -- Whatever else was put right in it, it came or went because the period did.
    WHEN NOT both_in AND was.held_on = becomes.held_on AND was.teams = becomes.teams THEN 'period'
    WHEN becomes.since_pos > 0 AND to_jsonb(was) - k.passive - k.list
      = to_jsonb(becomes) - k.passive - k.list THEN 'list'
    WHEN both_in AND made_one AND to_jsonb(was) - k.passive - k.people - 'counterparts'
      = to_jsonb(becomes) - k.passive - k.people - 'counterparts' THEN 'merged'
    WHEN both_in AND to_jsonb(was) - k.passive - k.people
      = to_jsonb(becomes) - k.passive - k.people THEN 'reclassified'
    ELSE 'corrected' END
  FROM (SELECT '{since,since_pos,tlp,lead_team_id,author_id}'::text[] AS passive,
               '{whole,beyond,capital,abroad,visited,heard,greater,greater_unknown}'::text[] AS list,
               '{heard,relations,groups,security,types,level,bodies}'::text[] AS people) k
$$;

-- Whoever was made one with another, or two again, since a moment: all of them under one id.
CREATE OR REPLACE FUNCTION jisr.coverage_made_one(here uuid, since timestamptz)
RETURNS TABLE (who uuid, one uuid) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE pairs AS (
    SELECT m.kept_id AS a, m.gone_id AS b FROM engagement_merge m
    WHERE m.programme_id = here AND (m.at >= since OR m.undone_at >= since)),
  reach AS (
    SELECT p.a AS who, p.a AS other FROM pairs p UNION SELECT p.b, p.b FROM pairs p
    UNION
    SELECT r.who, CASE p.a WHEN r.other THEN p.b ELSE p.a END
    FROM reach r JOIN pairs p ON r.other IN (p.a, p.b))
  SELECT r.who, min(r.other::text)::uuid FROM reach r GROUP BY r.who
$$;

-- Whether two lists name the same people, but for those made one; and not the very same.
CREATE OR REPLACE FUNCTION jisr.same_but_merged(was uuid[], becomes uuid[], made jsonb)
RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (SELECT array_agg(DISTINCT coalesce(made ->> x::text, x::text)) FROM unnest(was) x)
    IS NOT DISTINCT FROM
         (SELECT array_agg(DISTINCT coalesce(made ->> x::text, x::text)) FROM unnest(becomes) x)
$$;

CREATE OR REPLACE FUNCTION jisr.coverage_moves(
  first_a date, last_a date, pos_a bigint, first_b date, last_b date, pos_b bigint, of_team uuid,
  day_a date DEFAULT NULL)
RETURNS TABLE (cause text, measure smallint, a bigint, b bigint, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := jisr.must_be_member();
  taken_on date;
  made jsonb;
BEGIN
  IF extract(day FROM first_a) <> 1 OR extract(day FROM first_b) <> 1 OR last_a < first_a
    OR last_b < first_b OR (pos_a IS NULL AND pos_b IS NOT NULL) OR pos_a > pos_b THEN
    RAISE EXCEPTION 'a fixed period begins with a month, and a reading comes before the next'
      USING ERRCODE = '22023';
  END IF;
  SELECT (c.at AT TIME ZONE g.time_zone)::date INTO taken_on
  FROM engagement_programme g
  CROSS JOIN LATERAL (
    SELECT e.at FROM engagement_change e WHERE e.programme_id = here AND e.pos <= pos_a
    ORDER BY e.pos DESC LIMIT 1) c
  WHERE g.id = here;
  -- A day that was asked for stands, however long before it the last change was written.
  taken_on := least(coalesce(day_a, taken_on), last_a);  -- passes over NULL, where nothing had been written
  SELECT coalesce(jsonb_object_agg(o.who, o.one), '{}') INTO made
  FROM jisr.coverage_made_one(here, coalesce((
    SELECT e.at FROM engagement_change e WHERE e.pos <= pos_a ORDER BY e.pos DESC LIMIT 1),
    '-infinity')) o;
  RETURN QUERY
  WITH touched AS MATERIALIZED (
    -- Whatever may differ between the readings; the facts of all others are the same at both.
    SELECT e.object_id AS id FROM engagement_change e
    WHERE pos_a IS NOT NULL AND e.programme_id = here AND e.object_type = 'meeting'
      AND (e.pos > pos_a OR e.pos IS NULL)
    UNION
    SELECT f.meeting_id FROM engagement_coveragefact f
    WHERE f.programme_id = here AND f.since_pos > pos_a
    UNION
    SELECT p.meeting_id FROM engagement_coveragepast p
    WHERE p.programme_id = here AND p.until_pos > pos_a),
  points AS MATERIALIZED (
    SELECT t.id, va.v AS va, vb.v AS vb, fa AS was, fb AS becomes
    FROM touched t
    CROSS JOIN LATERAL (
      SELECT max(e.version) AS v FROM engagement_change e
      WHERE e.object_type = 'meeting' AND e.object_id = t.id AND e.pos <= pos_a) va
    CROSS JOIN LATERAL (
      SELECT max(e.version) AS v FROM engagement_change e
      WHERE e.object_type = 'meeting' AND e.object_id = t.id
        AND (pos_b IS NULL OR e.pos <= pos_b)) vb
    CROSS JOIN LATERAL jisr.coverage_fact_at(t.id, va.v, pos_a) fa
    CROSS JOIN LATERAL jisr.coverage_fact_at(t.id, vb.v, pos_b) fb),
  sides AS (
    SELECT p.*,
           (p.was).meeting_id IS NOT NULL AND (p.was).held_on BETWEEN first_a AND last_a
             AND (of_team IS NULL OR of_team = ANY((p.was).teams)) AS in_a,
           (p.becomes).meeting_id IS NOT NULL AND (p.becomes).held_on BETWEEN first_b AND last_b
             AND (of_team IS NULL OR of_team = ANY((p.becomes).teams)) AS in_b
    FROM points p),
  moved AS (
    SELECT s.was, s.becomes, s.in_a, s.in_b, jisr.coverage_cause(
      s.was, s.becomes, s.in_a AND s.in_b,
      -- What was only planned at the first reading was not known as held.
      s.va IS NOT NULL AND ((s.was).meeting_id IS NOT NULL OR then_a.status <> 'planned'),
      (s.becomes).held_on > taken_on,
      then_a.duplicate_of_id IS NOT NULL, then_b.duplicate_of_id IS NOT NULL,
      made <> '{}' AND ((s.was).counterparts, (s.was).bodies)
          IS DISTINCT FROM ((s.becomes).counterparts, (s.becomes).bodies)
        AND jisr.same_but_merged((s.was).counterparts, (s.becomes).counterparts, made)
        AND jisr.same_but_merged((s.was).bodies, (s.becomes).bodies, made)) AS why
    FROM sides s
    LEFT JOIN LATERAL jisr.coverage_meeting_at(s.id, s.va) then_a ON (s.was).meeting_id IS NULL
    LEFT JOIN LATERAL jisr.coverage_meeting_at(s.id, s.vb) then_b ON (s.becomes).meeting_id IS NULL
    WHERE (s.in_a OR s.in_b) AND (s.in_a <> s.in_b OR s.was IS DISTINCT FROM s.becomes)),
  signed AS (
    SELECT m.why, -1 AS sign, m.was AS f FROM moved m WHERE m.in_a
    UNION ALL SELECT m.why, 1, m.becomes FROM moved m WHERE m.in_b),
  still AS (  -- untouched, and of one period only; equal facts are grouped before they are expanded
    SELECT CASE WHEN f.held_on BETWEEN first_a AND last_a THEN -1 ELSE 1 END AS sign, f.counted,
           f.mode, f.reason, f.whole, f.beyond, f.capital, f.abroad, f.greater, f.greater_unknown,
           f.visited, f.heard, f.relations, f.groups, f.security, f.types, f.level, f.purpose,
           f.participation, f.asked_by, f.timely, count(*) AS meetings
    FROM engagement_coveragefact f
    WHERE f.programme_id = here
      AND f.held_on BETWEEN least(first_a, first_b) AND greatest(last_a, last_b)
      AND (f.held_on BETWEEN first_a AND last_a) <> (f.held_on BETWEEN first_b AND last_b)
      AND (of_team IS NULL OR of_team = ANY(f.teams))
      AND NOT EXISTS (SELECT FROM touched t WHERE t.id = f.meeting_id)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)
  SELECT x.why, x.measure, x.a, x.b, sum(x.n)::bigint FROM (
    SELECT s.why, c.measure, c.a, c.b, s.sign * c.n AS n
    FROM signed s
    CROSS JOIN LATERAL jisr.coverage_cells((s.f).counted, (s.f).mode, (s.f).reason, (s.f).whole,
      (s.f).beyond, (s.f).capital, (s.f).abroad, (s.f).greater, (s.f).greater_unknown,
      (s.f).visited, (s.f).heard, (s.f).relations, (s.f).groups, (s.f).security, (s.f).types,
      (s.f).level, (s.f).purpose, (s.f).participation, (s.f).asked_by, (s.f).timely) c
    UNION ALL
    SELECT 'period', c.measure, c.a, c.b, s.sign * s.meetings * c.n
    FROM still s
    CROSS JOIN LATERAL jisr.coverage_cells(s.counted, s.mode, s.reason, s.whole, s.beyond,
      s.capital, s.abroad, s.greater, s.greater_unknown, s.visited, s.heard, s.relations, s.groups,
      s.security, s.types, s.level, s.purpose, s.participation, s.asked_by, s.timely) c) x
  GROUP BY 1, 2, 3, 4 HAVING sum(x.n) <> 0;
END $$;

-- A meeting as a version of it was left; not granted.
CREATE OR REPLACE FUNCTION jisr.coverage_meeting_at(meeting uuid, v integer)
RETURNS TABLE (status text, duplicate_of_id uuid) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT e.status::text, e.duplicate_of_id FROM engagement_meetingevent e
  WHERE e.pgh_obj_id = meeting AND e.version = v ORDER BY e.pgh_id DESC LIMIT 1
$$;

-- The last position of the programme's changes that were written on or before a day.
CREATE OR REPLACE FUNCTION jisr.coverage_position_on(day date) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := jisr.must_be_member();
  found bigint;
BEGIN
  SELECT c.pos INTO found
  FROM engagement_programme g JOIN engagement_change c ON c.programme_id = g.id
  WHERE g.id = here AND c.pos IS NOT NULL
    AND c.at < (day + 1)::timestamp AT TIME ZONE g.time_zone
  ORDER BY c.pos DESC LIMIT 1;
  RETURN found;
END $$;

GRANT EXECUTE ON FUNCTION jisr.coverage_moves(date, date, bigint, date, date, bigint, uuid, date),
  jisr.coverage_position_on(date) TO jisr_web;
