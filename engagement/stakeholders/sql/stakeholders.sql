-- What the rule reads on a stakeholder, and on everything in its record.

CREATE OR REPLACE TRIGGER a_scope BEFORE INSERT OR UPDATE ON public.engagement_stakeholder
  FOR EACH ROW EXECUTE FUNCTION jisr.root_before();
CALL jisr.make_root('stakeholder');
CALL jisr.make_child('stakeholdername', 'stakeholder', 'stakeholder_id');
CALL jisr.make_child('stakeholdertag', 'stakeholder', 'stakeholder_id');
CALL jisr.make_child('engagementdecision', 'stakeholder', 'stakeholder_id');
CALL jisr.make_child('post', 'stakeholder', 'stakeholder_id');
CALL jisr.make_child('assessment', 'stakeholder', 'stakeholder_id');
CALL jisr.make_mover('opinion', 'stakeholder', 'stakeholder_id');
CALL jisr.make_mover('contactdetail', 'stakeholder', 'stakeholder_id');
CREATE OR REPLACE TRIGGER a_scope BEFORE INSERT OR UPDATE ON public.engagement_opinion
  FOR EACH ROW EXECUTE FUNCTION jisr.own_team_entry();
CREATE OR REPLACE TRIGGER a_scope BEFORE INSERT OR UPDATE ON public.engagement_contactdetail
  FOR EACH ROW EXECUTE FUNCTION jisr.own_team_entry();

-- A post says that somebody belongs to a body, an assessment that a unit has a parent: neither is
-- seen by more people than the strictest of those it names. After a_scope, which copies the root's.
CREATE OR REPLACE FUNCTION jisr.post_level() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.tlp := greatest(NEW.tlp, (
    SELECT max(s.tlp) FROM public.engagement_stakeholder s
    WHERE s.id IN (NEW.organisation_id, NEW.on_behalf_of_id)));
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_level BEFORE INSERT OR UPDATE ON public.engagement_post
  FOR EACH ROW EXECUTE FUNCTION jisr.post_level();
CREATE OR REPLACE FUNCTION jisr.assessment_level() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.tlp := greatest(NEW.tlp, NEW.own_tlp, (
    SELECT s.tlp FROM public.engagement_stakeholder s WHERE s.id = NEW.parent_id));
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_level BEFORE INSERT OR UPDATE ON public.engagement_assessment
  FOR EACH ROW EXECUTE FUNCTION jisr.assessment_level();

-- A stakeholder's access moved: carry it to the record, and to what names them elsewhere.
CREATE OR REPLACE TRIGGER c_carry AFTER UPDATE ON public.engagement_stakeholder
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.carry_down('stakeholder_id',
    'engagement_stakeholdername', 'engagement_stakeholdertag', 'engagement_engagementdecision',
    'engagement_post', 'engagement_assessment');
CREATE OR REPLACE FUNCTION jisr.stakeholder_level_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  SELECT array_agg(n.id) INTO ids FROM new_rows n JOIN old_rows o USING (id) WHERE n.tlp <> o.tlp;
  IF ids IS NULL THEN RETURN NULL; END IF;
  UPDATE public.engagement_opinion SET tlp = tlp WHERE stakeholder_id = ANY(ids);
  UPDATE public.engagement_contactdetail SET tlp = tlp WHERE stakeholder_id = ANY(ids);
  UPDATE public.engagement_post p SET tlp = s.tlp FROM public.engagement_stakeholder s
  WHERE s.id = p.stakeholder_id AND (p.organisation_id = ANY(ids) OR p.on_behalf_of_id = ANY(ids));
  UPDATE public.engagement_assessment a SET tlp = s.tlp FROM public.engagement_stakeholder s
  WHERE s.id = a.stakeholder_id AND a.parent_id = ANY(ids);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER c_level AFTER UPDATE ON public.engagement_stakeholder
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.stakeholder_level_moved();
