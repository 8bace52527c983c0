-- Which names a text may stand for, for many texts at once: all parts of it in one name, each whole.
-- Past row security as jisr.names_like is, with the rule inside. `bodies`: no person. `place` counts
-- from 1.
CREATE OR REPLACE FUNCTION jisr.names_alike(queries text[], bodies boolean[], most integer)
RETURNS TABLE (place integer, name_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
AS $$
DECLARE
  here uuid := (SELECT m.programme_id FROM public.engagement_membership m
                JOIN public.engagement_user u ON u.id = m.user_id AND u.is_active
                WHERE m.user_id = jisr.who() AND m.programme_id = jisr.programme());
BEGIN
  IF here IS NULL THEN RETURN; END IF;
  RETURN QUERY
    SELECT q.at::integer, x.id
    FROM unnest(queries, bodies) WITH ORDINALITY AS q(asked, body, at)
    CROSS JOIN LATERAL (
      SELECT n.id FROM (
        SELECT * FROM engagement_stakeholdername
        WHERE array_to_tsvector(string_to_array(keys, ' ')) @@ q.asked::tsquery
          AND ($RULE(stakeholder_id)$)) n
      JOIN engagement_stakeholder s ON s.id = n.stakeholder_id AND s.withdrawn_at IS NULL
        AND (s.kind <> 'person') = q.body
      LIMIT most) x;
END $$;
GRANT EXECUTE ON FUNCTION jisr.names_alike(text[], boolean[], integer) TO jisr_web;
