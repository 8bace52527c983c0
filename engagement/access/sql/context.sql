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
CREATE OR REPLACE FUNCTION jisr.verb() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(
     nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'verb', '') $$;
GRANT EXECUTE ON FUNCTION jisr.who(), jisr.programme(), jisr.teams(), jisr.ceiling(), jisr.verb()
  TO jisr_web;

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
-- hidden root is refused, although the foreign key's own check sees hidden rows.
CREATE OR REPLACE FUNCTION jisr.copy_from_root() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  root_id uuid := to_jsonb(NEW) ->> TG_ARGV[1];
  root record;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> TG_ARGV[1] IS DISTINCT FROM to_jsonb(NEW) ->> TG_ARGV[1]
  THEN
    RAISE EXCEPTION 'a child stays with its root' USING ERRCODE = '42501';
  END IF;
  EXECUTE format('SELECT programme_id, tlp, lead_team_id, teams, author_id'
                 ' FROM public.%I WHERE id = $1', TG_ARGV[0]) INTO root USING root_id;
  NEW.programme_id := root.programme_id;
  NEW.tlp := root.tlp;
  NEW.lead_team_id := root.lead_team_id;
  NEW.teams := root.teams;
  NEW.author_id := root.author_id;
  RETURN NEW;
END $$;

-- Once per transaction. The transaction's id alone would repeat after a restore into a new cluster.
CREATE OR REPLACE FUNCTION jisr.mark() RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS
$$ SELECT pg_current_xact_id()::text || '/' || extract(epoch FROM now())::text $$;
