CALL jisr.make_copier('reportfile', 'report', 'report_id');

-- Frozen is frozen: figures never change, and nothing of an approved report does but which job made
-- its files last.
CREATE OR REPLACE FUNCTION jisr.keep_frozen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.frozen_at IS NOT NULL AND
     (OLD.figures, OLD.figures_sha256, OLD.position, OLD.method_version, OLD.frozen_at, OLD.kind,
      OLD.first, OLD.last, OLD.team_id, OLD.governorate_id, OLD.restates_id)
     IS DISTINCT FROM
     (NEW.figures, NEW.figures_sha256, NEW.position, NEW.method_version, NEW.frozen_at, NEW.kind,
      NEW.first, NEW.last, NEW.team_id, NEW.governorate_id, NEW.restates_id) THEN
    RAISE EXCEPTION 'the figures of a report are frozen' USING ERRCODE = '23514';
  END IF;
  IF OLD.stage = 'approved' AND
     (OLD.stage, OLD.texts, OLD.checked_by_id, OLD.checked_at, OLD.approved_by_id, OLD.approved_at)
     IS DISTINCT FROM
     (NEW.stage, NEW.texts, NEW.checked_by_id, NEW.checked_at, NEW.approved_by_id, NEW.approved_at)
  THEN
    RAISE EXCEPTION 'an approved report stays as it is' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_frozen BEFORE UPDATE ON public.engagement_report
  FOR EACH ROW EXECUTE FUNCTION jisr.keep_frozen();
