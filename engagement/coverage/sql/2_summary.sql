-- Keeping facts and cells equal to the rule, in the transaction that writes. A fact holds what a
-- meeting contributes now, so that a change is "minus what is stored, plus what the rule says":
-- savepoints, several statements and the freezing of participants need no thought of their own.

CREATE OR REPLACE FUNCTION jisr.put_deltas(sign integer, old_or_new public.engagement_coveragefact[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  INSERT INTO engagement_coveragedelta (programme_id, team, month, measure, a, b, n)
  SELECT f.programme_id, t.team, date_trunc('month', f.held_on)::date, c.measure, c.a, c.b,
         sum(sign * c.n)
  FROM unnest(old_or_new) f
  CROSS JOIN LATERAL jisr.coverage_cells(f.counted, f.mode, f.reason, f.whole, f.beyond, f.capital,
    f.abroad, f.greater, f.greater_unknown, f.visited, f.heard, f.relations, f.groups, f.security,
    f.types, f.level, f.purpose, f.participation, f.asked_by, f.timely) c
  CROSS JOIN LATERAL unnest('00000000-0000-0000-0000-000000000000'::uuid || f.teams) t(team)
  GROUP BY 1, 2, 3, 4, 5, 6;
END $$;

-- `at_pos` is 0, or the position of the change log at which a list changed (see coverage_rebuild).
CREATE OR REPLACE FUNCTION jisr.coverage_refresh(ids uuid[], at_pos bigint DEFAULT 0) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  was public.engagement_coveragefact[];
  becomes public.engagement_coveragefact[];
BEGIN
  -- One writer of a meeting at a time; the next statement sees what the one before it committed.
  PERFORM 1 FROM engagement_meeting WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
  -- A place that is written before anybody met there: nothing counted, and nothing does.
  IF NOT EXISTS (SELECT FROM engagement_coveragefact WHERE meeting_id = ANY(ids))
     AND NOT EXISTS (SELECT FROM engagement_participant WHERE meeting_id = ANY(ids))
     AND NOT EXISTS (SELECT FROM engagement_meeting
                     WHERE id = ANY(ids) AND status IN ('cancelled', 'not_held')) THEN
    RETURN;
  END IF;
  -- New ones have nothing to be held against.
  IF NOT EXISTS (SELECT FROM engagement_coveragefact WHERE meeting_id = ANY(ids)) THEN
    WITH fresh AS (
      INSERT INTO engagement_coveragefact (
        meeting_id, programme_id, tlp, lead_team_id, teams, author_id, counted, held_on, since,
        mode, reason, whole, beyond, capital, abroad, greater, greater_unknown, visited, heard,
        relations, groups, security, types, level, purpose, participation, asked_by, timely,
        counterparts, bodies, since_pos)
      SELECT r.*, at_pos FROM jisr.coverage_rule(ids, NULL, false) r RETURNING *)
    SELECT array_agg(f::engagement_coveragefact) INTO becomes FROM fresh f;
    IF becomes IS NOT NULL THEN PERFORM jisr.put_deltas(1, becomes); END IF;
    RETURN;
  END IF;
  WITH fresh AS (
    SELECT jsonb_populate_record(NULL::engagement_coveragefact,
                                 to_jsonb(r) || jsonb_build_object('since_pos', at_pos)) AS fact
    FROM jisr.coverage_rule(ids, NULL, false) r),
  old AS (SELECT f AS fact FROM engagement_coveragefact f WHERE f.meeting_id = ANY(ids)),
  pairs AS (
    SELECT o.fact AS o, n.fact AS n
    FROM old o FULL JOIN fresh n ON (n.fact).meeting_id = (o.fact).meeting_id
    WHERE to_jsonb(o.fact) - '{since,since_pos}'::text[]
      IS DISTINCT FROM to_jsonb(n.fact) - '{since,since_pos}'::text[])
  SELECT array_agg(o) FILTER (WHERE (o).meeting_id IS NOT NULL),
         array_agg(n) FILTER (WHERE (n).meeting_id IS NOT NULL)
  INTO was, becomes FROM pairs;
  IF was IS NOT NULL THEN
    -- What was replaced within one transaction was never true for anybody else.
    INSERT INTO engagement_coveragepast (programme_id, meeting_id, until, until_pos, fact)
    SELECT o.programme_id, o.meeting_id, m.version, at_pos, to_jsonb(o)
    FROM unnest(was) o JOIN engagement_meeting m ON m.id = o.meeting_id
    WHERE (o.since, o.since_pos) < (m.version, at_pos);
    PERFORM jisr.put_deltas(-1, was);
    DELETE FROM engagement_coveragefact WHERE meeting_id IN (SELECT o.meeting_id FROM unnest(was) o);
  END IF;
  IF becomes IS NOT NULL THEN
    INSERT INTO engagement_coveragefact SELECT n.* FROM unnest(becomes) n;
    PERFORM jisr.put_deltas(1, becomes);
  END IF;
END $$;

-- A meeting that was written after its children, as a deferred foreign key allows.
CREATE OR REPLACE FUNCTION jisr.coverage_meeting_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  -- A change of the list cannot see a meeting that is being written, nor its writer the new list:
  -- either waits for the other here. Rows that are there already are locked by `coverage_refresh`.
  PERFORM pg_advisory_xact_lock_shared(7415386, hashtext(n.programme_id::text))
  FROM (SELECT DISTINCT programme_id FROM new_rows) n;
  SELECT array_agg(n.id) INTO ids FROM new_rows n
  WHERE n.status IN ('cancelled', 'not_held')
    OR EXISTS (SELECT FROM engagement_participant p WHERE p.meeting_id = n.id);
  IF ids IS NOT NULL THEN PERFORM jisr.coverage_refresh(ids); END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER e_coverage_i AFTER INSERT ON public.engagement_meeting
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION jisr.coverage_meeting_made();

CREATE OR REPLACE FUNCTION jisr.coverage_meeting_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  SELECT array_agg(n.id) INTO ids FROM new_rows n JOIN old_rows o USING (id)
  WHERE (n.status, n.kind, n.mode, n.reason, n.held_on, n.duplicate_of_id, n.withdrawn_at,
         n.purpose, n.participation_level, n.asked_by, n.logged_at, n.tlp, n.lead_team_id, n.teams,
         n.author_id)
    IS DISTINCT FROM (o.status, o.kind, o.mode, o.reason, o.held_on, o.duplicate_of_id,
         o.withdrawn_at, o.purpose, o.participation_level, o.asked_by, o.logged_at, o.tlp,
         o.lead_team_id, o.teams, o.author_id);
  IF ids IS NOT NULL THEN PERFORM jisr.coverage_refresh(ids); END IF;
  RETURN NULL;
END $$;
-- After c_carry, which freezes participants, and after the children's own triggers.
CREATE OR REPLACE TRIGGER e_coverage_u AFTER UPDATE ON public.engagement_meeting
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.coverage_meeting_moved();

CREATE OR REPLACE FUNCTION jisr.coverage_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  IF pg_trigger_depth() > 1 THEN RETURN NULL; END IF;  -- carried down: the meeting's own follows
  SELECT array_agg(DISTINCT meeting_id) INTO ids FROM moved;
  IF ids IS NOT NULL THEN PERFORM jisr.coverage_refresh(ids); END IF;
  RETURN NULL;
END $$;
-- Named to come after d_root_*, which moves the meeting's version.
DO $do$
DECLARE child text; event text;
BEGIN
  FOREACH child IN ARRAY ARRAY['venue', 'participant'] LOOP
    FOREACH event IN ARRAY ARRAY['INSERT', 'UPDATE', 'DELETE'] LOOP
      EXECUTE format('CREATE OR REPLACE TRIGGER e_coverage_%s AFTER %s ON public.engagement_%s'
        ' REFERENCING %s TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION jisr.coverage_child()',
        lower(left(event, 1)), event, child, CASE event WHEN 'DELETE' THEN 'OLD' ELSE 'NEW' END);
    END LOOP;
  END LOOP;
END $do$;

-- TRUNCATE has no transition table, and would leave the sums behind.
CREATE OR REPLACE FUNCTION jisr.coverage_emptied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM public.engagement_coveragefact;
  DELETE FROM public.engagement_coveragepast;
  DELETE FROM public.engagement_coveragecell;
  DELETE FROM public.engagement_coveragedelta;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER e_coverage_t AFTER TRUNCATE ON public.engagement_meeting
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.coverage_emptied();

-- Where the list of 19 begins, or what belongs to greater Baghdad, changed: every fact of the
-- programme is made anew, under the position after the last one given.
CREATE OR REPLACE FUNCTION jisr.coverage_rebuild(programme uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  batch uuid[];
  last_id uuid := '00000000-0000-0000-0000-000000000000';
  at_pos bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7415386, hashtext(programme::text));  -- see coverage_meeting_made
  SELECT coalesce(max(pos), 0) + 1 INTO at_pos FROM engagement_change;
  LOOP
    SELECT array_agg(id ORDER BY id) INTO batch FROM (
      SELECT id FROM engagement_meeting WHERE programme_id = programme AND id > last_id
      ORDER BY id LIMIT 5000) b;
    EXIT WHEN batch IS NULL;
    PERFORM jisr.coverage_refresh(batch, at_pos);
    last_id := batch[array_upper(batch, 1)];
  END LOOP;
  -- A position of its own, so that a reading taken next lies after it and not before.
  INSERT INTO engagement_change
    (programme_id, object_type, object_id, version, op, actor_id, verb, at)
  SELECT programme, 'programmearea', programme, coalesce(max(c.version), 0) + 1, 'update',
         jisr.who(), jisr.verb(), clock_timestamp()
  FROM engagement_change c WHERE c.object_type = 'programmearea' AND c.object_id = programme
  HAVING EXISTS (SELECT FROM engagement_coveragefact f
                 WHERE f.programme_id = programme AND f.since_pos = at_pos)
    OR EXISTS (SELECT FROM engagement_coveragepast p
               WHERE p.programme_id = programme AND p.until_pos = at_pos);
END $$;
CREATE OR REPLACE FUNCTION jisr.coverage_area_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM jisr.coverage_rebuild(programme_id) FROM (SELECT DISTINCT programme_id FROM moved) p;
  RETURN NULL;
END $$;
DO $do$
DECLARE place text; event text;
BEGIN
  FOREACH place IN ARRAY ARRAY['programmearea', 'greatercapital'] LOOP
    FOREACH event IN ARRAY ARRAY['INSERT', 'UPDATE', 'DELETE'] LOOP
      EXECUTE format('CREATE OR REPLACE TRIGGER e_coverage_%s AFTER %s ON public.engagement_%s'
        ' REFERENCING %s TABLE AS moved'
        ' FOR EACH STATEMENT EXECUTE FUNCTION jisr.coverage_area_moved()',
        lower(left(event, 1)), event, place, CASE event WHEN 'DELETE' THEN 'OLD' ELSE 'NEW' END);
    END LOOP;
  END LOOP;
END $do$;

-- Fold waiting deltas into the cells, some at a time, by one worker at a time. One statement: a
-- reader takes cells and deltas in one snapshot, and finds each change in just one of them.
CREATE OR REPLACE FUNCTION jisr.compact_coverage(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE folded integer;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7415384) THEN RETURN 0; END IF;
  WITH d AS (
    DELETE FROM engagement_coveragedelta WHERE id IN (
      SELECT id FROM engagement_coveragedelta ORDER BY id LIMIT most) RETURNING *),
  sums AS (SELECT programme_id, team, month, measure, a, b, sum(n) AS n FROM d
           GROUP BY 1, 2, 3, 4, 5, 6),
  put AS (
    INSERT INTO engagement_coveragecell AS x (programme_id, team, month, measure, a, b, n)
    SELECT * FROM sums WHERE n <> 0
    ON CONFLICT (programme_id, team, month, measure, a, b) DO UPDATE SET n = x.n + excluded.n)
  SELECT count(*) INTO folded FROM d;
  DELETE FROM engagement_coveragecell WHERE n = 0;
  RETURN folded;
END $$;
GRANT EXECUTE ON FUNCTION jisr.compact_coverage(integer) TO jisr_web;

-- Facts and cells from nothing, set by set: after a new version of the rule, or a restore. The past
-- stays.
CREATE OR REPLACE FUNCTION jisr.coverage_build(version integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  batch uuid[];
  last_id uuid := '00000000-0000-0000-0000-000000000000';
  was public.engagement_coveragefact[];
BEGIN
  LOCK TABLE engagement_coveragebuild IN EXCLUSIVE MODE;
  IF EXISTS (SELECT FROM engagement_coveragebuild b WHERE b.version = coverage_build.version) THEN
    RETURN false;
  END IF;
  LOCK TABLE engagement_meeting, engagement_venue, engagement_participant IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM engagement_coveragecell;
  DELETE FROM engagement_coveragedelta;
  LOOP
    SELECT array_agg(id ORDER BY id) INTO batch FROM (
      SELECT id FROM engagement_meeting WHERE id > last_id ORDER BY id LIMIT 5000) b;
    EXIT WHEN batch IS NULL;
    -- A fact made anew holds since the old one did, or readings of the past would lose it.
    SELECT array_agg(f) INTO was FROM engagement_coveragefact f WHERE f.meeting_id = ANY(batch);
    DELETE FROM engagement_coveragefact WHERE meeting_id = ANY(batch);
    INSERT INTO engagement_coveragefact (
      meeting_id, programme_id, tlp, lead_team_id, teams, author_id, counted, held_on, since, mode,
      reason, whole, beyond, capital, abroad, greater, greater_unknown, visited, heard, relations,
      groups, security, types, level, purpose, participation, asked_by, timely, counterparts,
      bodies, since_pos)
    SELECT r.meeting_id, r.programme_id, r.tlp, r.lead_team_id, r.teams, r.author_id, r.counted,
           r.held_on, coalesce(w.since, r.since), r.mode, r.reason, r.whole, r.beyond, r.capital,
           r.abroad, r.greater, r.greater_unknown, r.visited, r.heard, r.relations, r.groups,
           r.security, r.types, r.level, r.purpose, r.participation, r.asked_by, r.timely,
           r.counterparts, r.bodies, coalesce(w.since_pos, 0)
    FROM jisr.coverage_rule(batch, NULL, false) r
    LEFT JOIN unnest(was) w USING (meeting_id);
    last_id := batch[array_upper(batch, 1)];
  END LOOP;
  PERFORM jisr.coverage_sum_up();
  DELETE FROM engagement_coveragebuild;
  INSERT INTO engagement_coveragebuild (version, built_at) VALUES (version, now());
  RETURN true;
END $$;

CREATE OR REPLACE FUNCTION jisr.coverage_sum_up() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO engagement_coveragecell (programme_id, team, month, measure, a, b, n)
  SELECT g.id, s.* FROM engagement_programme g CROSS JOIN LATERAL jisr.cells_of_facts(g.id) s
$$;

-- What differs between the rule, the facts and the cells of the caller's programme: names of
-- comparisons and counts, no ids. The nightly check reads it; so does a test after each storm.
CREATE OR REPLACE FUNCTION jisr.coverage_differences(here uuid)
RETURNS TABLE (what text, compared bigint, differing bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ids AS (SELECT array_agg(id) AS ids FROM engagement_meeting WHERE programme_id = here),
  rule AS (SELECT r.meeting_id, to_jsonb(r) - 'since' AS fact
           FROM ids, jisr.coverage_rule(ids.ids, NULL, false) r),
  facts AS (SELECT f.meeting_id, to_jsonb(f) - '{since,since_pos}'::text[] AS fact
            FROM engagement_coveragefact f WHERE f.programme_id = here),
  expected AS (SELECT * FROM jisr.cells_of_facts(here)),
  found AS (
    SELECT team, month, measure, a, b, sum(n) AS n FROM (
      SELECT team, month, measure, a, b, n FROM engagement_coveragecell WHERE programme_id = here
      UNION ALL
      SELECT team, month, measure, a, b, n FROM engagement_coveragedelta WHERE programme_id = here
    ) both_of_them GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0)
  SELECT 'facts', count(*), count(*) FILTER (WHERE r.fact IS DISTINCT FROM f.fact)
  FROM rule r FULL JOIN facts f USING (meeting_id)
  UNION ALL
  SELECT 'cells', count(*), count(*) FILTER (WHERE e.n IS DISTINCT FROM f.n)
  FROM expected e FULL JOIN found f USING (team, month, measure, a, b)
$$;
