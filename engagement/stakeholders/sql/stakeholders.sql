-- What the rule reads on a stakeholder, and its names.

CREATE OR REPLACE FUNCTION jisr.stakeholder_before() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.teams := CASE WHEN NEW.lead_team_id IS NULL THEN '{}'::uuid[]
                    ELSE ARRAY[NEW.lead_team_id] END;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER a_scope BEFORE INSERT OR UPDATE ON public.engagement_stakeholder
  FOR EACH ROW EXECUTE FUNCTION jisr.stakeholder_before();
CREATE OR REPLACE TRIGGER b_version BEFORE INSERT OR UPDATE ON public.engagement_stakeholder
  FOR EACH ROW EXECUTE FUNCTION jisr.move_version();
CREATE OR REPLACE TRIGGER log_inserted AFTER INSERT ON public.engagement_stakeholder
  REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.log_inserted('stakeholder');
CREATE OR REPLACE TRIGGER log_updated AFTER UPDATE ON public.engagement_stakeholder
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.log_updated('stakeholder');

CREATE OR REPLACE TRIGGER a_scope BEFORE INSERT OR UPDATE ON public.engagement_stakeholdername
  FOR EACH ROW WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION jisr.copy_from_root('engagement_stakeholder', 'stakeholder_id');

-- A stakeholder's access moved: carry it to the names.
CREATE OR REPLACE FUNCTION jisr.stakeholder_carry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.engagement_stakeholdername c
  SET tlp = n.tlp, lead_team_id = n.lead_team_id, teams = n.teams, author_id = n.author_id
  FROM new_rows n
  WHERE c.stakeholder_id = n.id
    AND (c.tlp, c.lead_team_id, c.teams, c.author_id)
        IS DISTINCT FROM (n.tlp, n.lead_team_id, n.teams, n.author_id);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER c_carry AFTER UPDATE ON public.engagement_stakeholder
  REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.stakeholder_carry();

-- A name added or changed moves its stakeholder's version.
CREATE OR REPLACE FUNCTION jisr.stakeholder_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  IF pg_trigger_depth() > 1 THEN RETURN NULL; END IF;
  SELECT array_agg(DISTINCT stakeholder_id) INTO ids FROM moved;
  PERFORM 1 FROM public.engagement_stakeholder WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE public.engagement_stakeholder SET touched = touched
  WHERE id = ANY(ids) AND touched <> jisr.mark();
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER d_root_i AFTER INSERT ON public.engagement_stakeholdername
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION jisr.stakeholder_child();
CREATE OR REPLACE TRIGGER d_root_u AFTER UPDATE ON public.engagement_stakeholdername
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION jisr.stakeholder_child();
CREATE OR REPLACE TRIGGER d_root_d AFTER DELETE ON public.engagement_stakeholdername
  REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION jisr.stakeholder_child();
