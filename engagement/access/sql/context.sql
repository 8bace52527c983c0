-- The context of a transaction, as acting_as() sets it. No SET clause: it would stop inlining.
-- After a COMMIT a setting is '' rather than NULL, hence nullif.
CREATE SCHEMA IF NOT EXISTS jisr;
GRANT USAGE ON SCHEMA jisr TO jisr_web;

CREATE OR REPLACE FUNCTION jisr.who() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('jisr.who', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION jisr.programme() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('jisr.programme', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION jisr.teams() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('jisr.teams', true), '')::uuid[] $$;
CREATE OR REPLACE FUNCTION jisr.ceiling() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('jisr.ceiling', true), '')::integer $$;
-- The level up to which the acting partner's agreement shares; below every level for anybody else.
CREATE OR REPLACE FUNCTION jisr.agreed() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('jisr.agreed', true), '')::integer, -1) $$;
CREATE OR REPLACE FUNCTION jisr.verb() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(
     nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'verb', '') $$;
GRANT EXECUTE ON FUNCTION jisr.who(), jisr.programme(), jisr.teams(), jisr.ceiling(), jisr.agreed(),
  jisr.verb() TO jisr_web;

-- The first statement of every function that reads past row security.
CREATE OR REPLACE FUNCTION jisr.must_be_member() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found uuid;
BEGIN
  SELECT m.programme_id INTO found FROM public.engagement_membership m
  JOIN public.engagement_user u ON u.id = m.user_id AND u.is_active
  WHERE m.user_id = jisr.who() AND m.programme_id = jisr.programme()
    AND m.role <> 'administrator';
  IF found IS NULL THEN
    RAISE EXCEPTION 'not a member of this programme' USING ERRCODE = '42501';
  END IF;
  RETURN found;
END $$;

-- A child copies what the rule reads from its root, before its policy judges it: so a child of a
-- hidden root is refused, although the foreign key's own check sees hidden rows. A function for each
-- column, made here: through EXECUTE a statement was planned for every row, seven times as long.
CREATE OR REPLACE PROCEDURE jisr.make_copier(child text, root text, root_column text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format($f$
    CREATE OR REPLACE FUNCTION jisr.copy_by_%2$s() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $b$
    BEGIN
      IF TG_OP = 'UPDATE' AND OLD.%2$I IS DISTINCT FROM NEW.%2$I
         AND NOT jisr.is_merging(OLD.%2$I, NEW.%2$I) THEN
        RAISE EXCEPTION 'a child stays with its root' USING ERRCODE = '42501';
      END IF;
      SELECT r.programme_id, r.tlp, r.lead_team_id, r.teams, r.author_id
      INTO NEW.programme_id, NEW.tlp, NEW.lead_team_id, NEW.teams, NEW.author_id
      FROM engagement_%1$s r WHERE r.id = NEW.%2$I;
      RETURN NEW;
    END $b$ $f$, root, root_column);
  EXECUTE format('CREATE OR REPLACE TRIGGER a_scope BEFORE INSERT OR UPDATE ON public.%I'
    ' FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION jisr.copy_by_%s()',
    'engagement_' || child, root_column);
END $$;

-- An entry that belongs to the team that wrote it: programme from the root, never wider than the
-- root, and at least AMBER; only on a root that its writer may open.
CREATE OR REPLACE FUNCTION jisr.own_team_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.stakeholder_id, OLD.author_id)
     IS DISTINCT FROM (NEW.stakeholder_id, NEW.author_id)
     AND NOT jisr.is_merging(OLD.stakeholder_id, NEW.stakeholder_id) THEN
    RAISE EXCEPTION 'an entry stays with its stakeholder and its author' USING ERRCODE = '42501';
  END IF;
  IF TG_OP = 'INSERT' AND jisr.who() IS NOT NULL
     AND NOT EXISTS (SELECT FROM jisr.stakeholders_to_open(ARRAY[NEW.stakeholder_id])) THEN
    RAISE EXCEPTION 'no such stakeholder for you' USING ERRCODE = '42501';
  END IF;
  SELECT s.programme_id, greatest(s.tlp, 2) INTO NEW.programme_id, NEW.tlp
  FROM public.engagement_stakeholder s WHERE s.id = NEW.stakeholder_id;
  NEW.teams := CASE WHEN NEW.lead_team_id IS NULL THEN '{}'::uuid[]
                    ELSE ARRAY[NEW.lead_team_id] END;
  RETURN NEW;
END $$;

-- A root whose access is its own: TG_ARGV is empty.
CREATE OR REPLACE FUNCTION jisr.root_before() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.teams := CASE WHEN NEW.lead_team_id IS NULL THEN '{}'::uuid[]
                    ELSE ARRAY[NEW.lead_team_id] END;
  RETURN NEW;
END $$;

-- A root's access moved: carry it to its children. TG_ARGV: the children's root column, then their
-- tables. Needs the transition tables new_rows and old_rows.
CREATE OR REPLACE FUNCTION jisr.carry_down() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE i integer;
BEGIN
  FOR i IN 1 .. TG_NARGS - 1 LOOP
    EXECUTE format(
      'UPDATE public.%I c SET tlp = n.tlp, lead_team_id = n.lead_team_id, teams = n.teams,'
      ' author_id = n.author_id FROM new_rows n JOIN old_rows o USING (id) WHERE c.%I = n.id AND'
      ' (n.tlp, n.lead_team_id, n.teams, n.author_id)'
      ' IS DISTINCT FROM (o.tlp, o.lead_team_id, o.teams, o.author_id)', TG_ARGV[i], TG_ARGV[0]);
  END LOOP;
  RETURN NULL;
END $$;

-- A child changed: its root moves, once per transaction. TG_ARGV: the root's table, the column.
-- Needs the transition table moved.
CREATE OR REPLACE FUNCTION jisr.move_root() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  IF pg_trigger_depth() > 1 THEN RETURN NULL; END IF;  -- our own carrying down
  EXECUTE format('SELECT array_agg(DISTINCT %I) FROM moved', TG_ARGV[1]) INTO ids;
  EXECUTE format('SELECT 1 FROM public.%I WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE',
                 TG_ARGV[0]) USING ids;
  EXECUTE format('UPDATE public.%I SET touched = touched'
                 ' WHERE id = ANY($1) AND touched <> jisr.mark()'
                 -- A merge says itself, at its end, what becomes of the one that goes.
                 || CASE TG_ARGV[0] WHEN 'engagement_stakeholder'
                    THEN ' AND NOT jisr.is_merging(id, id)' ELSE '' END, TG_ARGV[0]) USING ids;
  RETURN NULL;
END $$;

-- Once per transaction. The transaction's id alone would repeat after a restore into a new cluster.
-- No SET clause, which would stop inlining: it is asked for every row of a root.
CREATE OR REPLACE FUNCTION jisr.mark() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT pg_catalog.concat(pg_catalog.pg_current_xact_id(), '/',
                            extract(epoch FROM pg_catalog.now())) $$;

-- What every root and every child needs; called by the rooms' own files.
CREATE OR REPLACE PROCEDURE jisr.make_root(name text) LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE t text := 'engagement_' || name;
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER b_version BEFORE INSERT OR UPDATE ON public.%I'
    ' FOR EACH ROW EXECUTE FUNCTION jisr.move_version()', t);
  EXECUTE format('CREATE OR REPLACE TRIGGER log_inserted AFTER INSERT ON public.%I'
    ' REFERENCING NEW TABLE AS new_rows'
    ' FOR EACH STATEMENT EXECUTE FUNCTION jisr.log_inserted(%L)', t, name);
  EXECUTE format('CREATE OR REPLACE TRIGGER log_updated AFTER UPDATE ON public.%I'
    ' REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows'
    ' FOR EACH STATEMENT EXECUTE FUNCTION jisr.log_updated(%L)', t, name);
END $$;
CREATE OR REPLACE PROCEDURE jisr.make_child(name text, root text, root_column text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CALL jisr.make_copier(name, root, root_column);
  CALL jisr.make_mover(name, root, root_column);
END $$;
CREATE OR REPLACE PROCEDURE jisr.make_mover(name text, root text, root_column text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  t text := 'engagement_' || name;
  r text := 'engagement_' || root;
  event text;
BEGIN
  FOREACH event IN ARRAY ARRAY['INSERT', 'UPDATE', 'DELETE'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER d_root_%s AFTER %s ON public.%I'
      ' REFERENCING %s TABLE AS moved'
      ' FOR EACH STATEMENT EXECUTE FUNCTION jisr.move_root(%L, %L)', lower(left(event, 1)), event,
      t, CASE event WHEN 'DELETE' THEN 'OLD' ELSE 'NEW' END, r, root_column);
  END LOOP;
END $$;
