-- What a partner holds, in numbers, for those who answer for agreements; administrators see no row.

CREATE OR REPLACE FUNCTION jisr.must_keep_agreements() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found uuid;
BEGIN
  SELECT m.programme_id INTO found FROM public.engagement_membership m
  JOIN public.engagement_user u ON u.id = m.user_id AND u.is_active
  WHERE m.user_id = jisr.who() AND m.programme_id = jisr.programme()
    AND m.role IN ('manager', 'administrator');
  IF found IS NULL THEN
    RAISE EXCEPTION 'not one who keeps agreements' USING ERRCODE = '42501';
  END IF;
  RETURN found;
END $$;

-- Agreement and type -> how many are shared; how many were handed out; how many of what changed wait
-- to be fetched, since when; and when something was last handed out. True at the last settling.
CREATE OR REPLACE FUNCTION jisr.shared_counts()
RETURNS TABLE (agreement_id uuid, object_type text, held bigint, given bigint, waiting bigint,
               waiting_since timestamptz, last_given timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.agreement_id, s.object_type::text, count(*) FILTER (WHERE s.state = 'held'),
         count(s.first_given_at),
         count(*) FILTER (WHERE s.given_at IS NULL OR s.given_at < s.changed_at),
         min(s.changed_at) FILTER (WHERE s.given_at IS NULL OR s.given_at < s.changed_at),
         max(s.given_at)
  FROM engagement_share s WHERE s.programme_id = jisr.must_keep_agreements()
  GROUP BY s.agreement_id, s.object_type
$$;

-- The recommendations by code, for whoever ticks them in an agreement.
CREATE OR REPLACE FUNCTION jisr.recommendation_codes() RETURNS TABLE (id uuid, code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id, r.code::text FROM engagement_recommendation r
  WHERE r.programme_id = jisr.must_keep_agreements() AND r.withdrawn_at IS NULL
  ORDER BY r."order", r.id
$$;

GRANT EXECUTE ON FUNCTION jisr.shared_counts(), jisr.recommendation_codes() TO jisr_web;
