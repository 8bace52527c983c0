CREATE OR REPLACE TRIGGER a_scope BEFORE INSERT OR UPDATE ON public.engagement_reportfile
  FOR EACH ROW WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION jisr.copy_from_root('engagement_report', 'report_id');
