-- Versions of roots, the change log, and positions.

CREATE OR REPLACE FUNCTION jisr.move_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE mark text := jisr.mark();
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.version := 1;
  ELSIF OLD.touched = mark THEN
    NEW.version := OLD.version;
  ELSE
    NEW.version := OLD.version + 1;
  END IF;
  NEW.touched := mark;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION jisr.log_inserted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.engagement_change
    (programme_id, object_type, object_id, version, op, actor_id, verb, at, began)
  SELECT n.programme_id, TG_ARGV[0], n.id, n.version, 'insert', jisr.who(), jisr.verb(),
         clock_timestamp(), now()
  FROM new_rows n ORDER BY n.id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION jisr.log_updated() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.engagement_change
    (programme_id, object_type, object_id, version, op, became, actor_id, verb, at, began)
  SELECT n.programme_id, TG_ARGV[0], n.id, n.version,
         CASE WHEN i.new IS DISTINCT FROM i.old AND i.new IS NOT NULL
              THEN 'merged_into' ELSE 'update' END, i.new, jisr.who(), jisr.verb(),
         clock_timestamp(), now()
  FROM new_rows n JOIN old_rows o USING (id)
  -- Only a stakeholder becomes part of another.
  CROSS JOIN LATERAL (
    SELECT CASE WHEN TG_ARGV[0] = 'stakeholder' THEN (to_jsonb(n) ->> 'merged_into_id')::uuid END
             AS new,
           CASE WHEN TG_ARGV[0] = 'stakeholder' THEN (to_jsonb(o) ->> 'merged_into_id')::uuid END
             AS old) i
  WHERE n.version <> o.version ORDER BY n.id;
  RETURN NULL;
END $$;


-- 7_415_382 is this feed's lock, nothing else's.
CREATE OR REPLACE FUNCTION jisr.lock_positions() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT pg_advisory_xact_lock(7415382) $$;

CREATE OR REPLACE FUNCTION jisr.canonical(c public.engagement_change) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  SELECT convert_to(jsonb_build_array(
    c.seq, c.pos, c.programme_id, c.object_type, c.object_id, c.version, c.op, c.actor_id, c.verb,
    c.at)::text || coalesce(c.became::text, ''), 'UTF8')
$$;

CREATE OR REPLACE FUNCTION jisr.stamp_positions(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c public.engagement_change;
  link bytea;
  top bigint;
  stamped integer := 0;
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = 7415382
      AND objsubid = 1 AND mode = 'ExclusiveLock' AND pid = pg_backend_pid() AND granted) THEN
    RAISE EXCEPTION 'call jisr.lock_positions() first, as a statement of its own';
  END IF;
  SELECT pos, hash INTO top, link FROM public.engagement_change
    WHERE pos IS NOT NULL ORDER BY pos DESC LIMIT 1;
  top := coalesce(top, 0);
  FOR c IN SELECT * FROM public.engagement_change WHERE pos IS NULL ORDER BY seq LIMIT most LOOP
    top := top + 1;
    c.pos := top;
    link := sha256(coalesce(link, ''::bytea) || jisr.canonical(c));
    UPDATE public.engagement_change SET pos = top, hash = link WHERE seq = c.seq;
    stamped := stamped + 1;
  END LOOP;
  RETURN stamped;
END $$;

CREATE OR REPLACE FUNCTION jisr.first_broken_link() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c public.engagement_change;
  link bytea := ''::bytea;
BEGIN
  FOR c IN SELECT * FROM public.engagement_change WHERE pos IS NOT NULL ORDER BY pos LOOP
    link := sha256(link || jisr.canonical(c));
    IF link IS DISTINCT FROM c.hash THEN RETURN c.pos; END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- The position that a snapshot of a programme is true at: its highest one; NULL where a change in
-- it has no position yet.
CREATE OR REPLACE FUNCTION jisr.settled_position() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM public.engagement_change c
                           WHERE c.pos IS NULL AND c.programme_id = jisr.programme())
              THEN NULL
              ELSE (SELECT coalesce(max(c.pos), 0) FROM public.engagement_change c
                    WHERE c.programme_id = jisr.programme()) END
$$;

-- What of a programme's log a statement sees, and how many rows are open to the user by name. Sets of
-- committed changes only grow, and positions are given from below: the same two numbers, the same set.
CREATE OR REPLACE FUNCTION jisr.state_of_log() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT format('%s.%s.%s',
    (SELECT max(c.pos) FROM public.engagement_change c WHERE c.programme_id = jisr.programme()),
    (SELECT count(*) FROM public.engagement_change c
     WHERE c.pos IS NULL AND c.programme_id = jisr.programme()),
    (SELECT count(*) FROM public.engagement_grant g
     WHERE g.programme_id = jisr.programme() AND g.user_id = jisr.who()))
$$;

GRANT EXECUTE ON FUNCTION jisr.lock_positions(), jisr.stamp_positions(integer), jisr.settled_position(),
  jisr.state_of_log(),
  jisr.first_broken_link() TO jisr_web;
