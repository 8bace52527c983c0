-- What programs send in batches.

-- Answers are kept for 30 days and a little more; afterwards their keys are free again. What was never
-- answered goes too. How many they were. What is in workbooks goes after as long.
CREATE OR REPLACE FUNCTION jisr.prune_batches() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE gone integer;
BEGIN
  DELETE FROM engagement_batchanswer a USING engagement_batch b
  WHERE b.id = a.batch_id AND b.received_at < now() - interval '32 days';
  DELETE FROM engagement_workbookpart p USING engagement_workbook w
  WHERE w.id = p.workbook_id AND w.created_at < now() - interval '32 days';
  DELETE FROM engagement_batch WHERE received_at < now() - interval '32 days';
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

GRANT EXECUTE ON FUNCTION jisr.prune_batches() TO jisr_web;
