-- Who is named on a record, for whoever may open it. The table itself shows each their own: a policy
-- on it that asked the register's, which asks it, would go round for ever.
CREATE OR REPLACE FUNCTION jisr.named_on(person uuid)
RETURNS TABLE (user_id uuid, granted_by_id uuid, reason text, why text, created_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM jisr.must_be_member();
  RETURN QUERY
  SELECT g.user_id, g.granted_by_id, g.reason::text, g.why, g.created_at
  FROM public.engagement_grant g
  WHERE g.root_id IN (SELECT jisr.stakeholders_to_open(ARRAY[person]))
  ORDER BY g.created_at, g.id;
END $$;
GRANT EXECUTE ON FUNCTION jisr.named_on(uuid) TO jisr_web;
