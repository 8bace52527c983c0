-- See engagement/stakeholders/sql/repoint.sql.
CREATE OR REPLACE FUNCTION jisr.repoint_briefs(act uuid, gone uuid, kept uuid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM jisr.move_link(act, 'initiative', 'lead_organisation_id', gone, kept);
  PERFORM jisr.move_link(act, 'inclusionavenue', 'stakeholder_id', gone, kept);
END $$;
