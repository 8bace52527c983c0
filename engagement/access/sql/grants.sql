-- What a partner's program sees follows from its agreement alone: nobody can name it on a row. Where
-- the database itself would name whoever raised or merged, the program is passed over.
CREATE OR REPLACE FUNCTION jisr.name_no_partner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM engagement_membership m WHERE m.user_id = NEW.user_id
                 AND m.programme_id = NEW.programme_id AND m.role = 'partner') THEN
    RETURN NEW;
  END IF;
  IF NEW.reason = 'named' THEN
    RAISE EXCEPTION 'a partner sees by its agreement alone' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER name_no_partner BEFORE INSERT OR UPDATE OF user_id, programme_id, reason
  ON public.engagement_grant FOR EACH ROW EXECUTE FUNCTION jisr.name_no_partner();
