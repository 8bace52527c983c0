-- See engagement/stakeholders/sql/repoint.sql. A body that was frozen on the day stays so; the meetings
-- that it spoke in are counted anew, as of a version of their own, so that the past is told apart.
CREATE OR REPLACE FUNCTION jisr.recount_bodies(bodies_of uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  SELECT array_agg(DISTINCT p.meeting_id) INTO ids FROM engagement_participant p
  WHERE p.frozen_organisation_id = ANY(bodies_of);
  IF ids IS NULL THEN RETURN; END IF;
  PERFORM 1 FROM engagement_meeting WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE engagement_meeting SET touched = touched WHERE id = ANY(ids);
  PERFORM jisr.coverage_refresh(ids);
END $$;
