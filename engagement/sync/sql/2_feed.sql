-- A partner's feed: what it may hold, kept by looking only at what changed since the last time.

-- What shows a stakeholder by name, or by being there: it is sent again when they change.
CREATE OR REPLACE FUNCTION jisr.shown_with(people uuid[]) RETURNS TABLE (what text, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT 'meeting', p.meeting_id FROM engagement_participant p
  WHERE p.stakeholder_id = ANY(people) OR p.frozen_organisation_id = ANY(people)
  UNION SELECT 'meeting', m.id FROM engagement_meeting m WHERE m.arranged_through_id = ANY(people)
  UNION SELECT 'meeting', f.meeting_id FROM engagement_followup f WHERE f.by_id = ANY(people)
  UNION SELECT 'meeting', i.meeting_id FROM engagement_issueraised i
        WHERE i.raised_by_id = ANY(people)
  UNION SELECT 'stakeholder', p.stakeholder_id FROM engagement_post p
        WHERE p.organisation_id = ANY(people)
  UNION SELECT 'initiative', i.id FROM engagement_initiative i
        WHERE i.lead_organisation_id = ANY(people)
$$;

-- The agreement under which the acting partner works; held, so that nobody changes it meanwhile.
CREATE OR REPLACE FUNCTION jisr.own_agreement() RETURNS public.engagement_agreement
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE a engagement_agreement;
BEGIN
  SELECT n.* INTO a FROM engagement_agreement n
  JOIN engagement_membership m ON m.id = n.membership_id AND m.role = 'partner'
  WHERE m.user_id = jisr.who() AND n.programme_id = jisr.programme() FOR NO KEY UPDATE OF n;
  IF a.id IS NULL THEN
    RAISE EXCEPTION 'not a partner of this programme' USING ERRCODE = '42501';
  END IF;
  RETURN a;
END $$;

-- Whether nothing happened since the feed was last settled; takes no lock.
CREATE OR REPLACE FUNCTION jisr.feed_is_settled() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM engagement_feed f JOIN engagement_agreement a ON a.id = f.agreement_id
    JOIN engagement_membership m ON m.id = a.membership_id
    WHERE m.user_id = jisr.who() AND a.programme_id = jisr.programme() AND f.rule = a.rule
      AND f.settled_at = coalesce((SELECT max(c.pos) FROM engagement_change c
                                   WHERE c.programme_id = a.programme_id), 0)
      AND NOT EXISTS (SELECT FROM engagement_change c
                      WHERE c.pos IS NULL AND c.programme_id = a.programme_id))
$$;

-- One type of record: new positions for what is new, gone, or to be sent again. How many they were.
CREATE OR REPLACE FUNCTION jisr.settle_type(
  a public.engagement_agreement, what text, ids uuid[], top bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE settled bigint;
BEGIN
  -- What the partner wrote it holds from then on, and is told when it goes.
  INSERT INTO engagement_share AS there
    (programme_id, agreement_id, partner_id, object_type, object_id, state, became, position,
     changed_at, first_given_at)
  SELECT a.programme_id, a.id, jisr.who(), what, j.id, j.state, j.became,
         top + row_number() OVER (ORDER BY j.id), clock_timestamp(),
         CASE WHEN j.own THEN clock_timestamp() END
  FROM jisr.judged(a, jisr.who(), what, ids) j
  LEFT JOIN engagement_share s ON s.agreement_id = a.id AND s.object_id = j.id
  WHERE j.state = 'held' OR s.id IS NULL AND j.own
    OR s.id IS NOT NULL AND (s.state, s.became) IS DISTINCT FROM (j.state, j.became)
  ON CONFLICT (agreement_id, object_id) DO UPDATE
    SET state = EXCLUDED.state, became = EXCLUDED.became, position = EXCLUDED.position,
        changed_at = EXCLUDED.changed_at;
  GET DIAGNOSTICS settled = ROW_COUNT;
  -- Of what was never handed out, no word.
  DELETE FROM engagement_share s
  WHERE s.agreement_id = a.id AND s.object_id = ANY(ids) AND s.state <> 'held'
    AND s.first_given_at IS NULL;
  RETURN settled;
END $$;

-- Bring the acting partner's shares up to what its statement sees; the feed's last position.
-- Changes without a position yet are judged too, and once more when they have one.
CREATE OR REPLACE FUNCTION jisr.settle_feed() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  a engagement_agreement;
  f engagement_feed;
  reached bigint;
  what text;
  ids uuid[];
  touched jsonb;
BEGIN
  a := jisr.own_agreement();
  INSERT INTO engagement_feed (agreement_id, rule, settled_at, top, floor)
  VALUES (a.id, 0, 0, 0, 0)
  ON CONFLICT DO NOTHING;
  SELECT * INTO f FROM engagement_feed WHERE agreement_id = a.id FOR UPDATE;
  SELECT coalesce(max(c.pos), 0) INTO reached FROM engagement_change c
  WHERE c.programme_id = a.programme_id;
  touched := jisr.touched_since(a, f);
  FOREACH what IN ARRAY ARRAY['recommendation', 'stakeholder', 'meeting', 'strategicassessment',
                              'initiative'] LOOP
    ids := ARRAY(SELECT jsonb_array_elements_text(touched -> what)::uuid);
    f.top := f.top + jisr.settle_type(a, what, ids, f.top);
  END LOOP;
  UPDATE engagement_feed SET rule = a.rule, settled_at = reached, top = f.top
  WHERE agreement_id = a.id;
  RETURN f.top;
END $$;

-- Type -> the ids to be judged: all, where the agreement changed; else what changed since.
CREATE OR REPLACE FUNCTION jisr.touched_since(a public.engagement_agreement, f public.engagement_feed)
RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found jsonb;
BEGIN
  IF f.rule <> a.rule THEN
    SELECT jsonb_object_agg(t.what, t.ids) INTO found FROM (
      SELECT 'recommendation' AS what, coalesce(jsonb_agg(r.id), '[]') AS ids
      FROM engagement_recommendation r WHERE r.programme_id = a.programme_id
      UNION ALL SELECT 'stakeholder', coalesce(jsonb_agg(r.id), '[]')
      FROM engagement_stakeholder r WHERE r.programme_id = a.programme_id
      UNION ALL SELECT 'meeting', coalesce(jsonb_agg(r.id), '[]')
      FROM engagement_meeting r WHERE r.programme_id = a.programme_id
      UNION ALL SELECT 'strategicassessment', coalesce(jsonb_agg(r.id), '[]')
      FROM engagement_strategicassessment r WHERE r.programme_id = a.programme_id
      UNION ALL SELECT 'initiative', coalesce(jsonb_agg(r.id), '[]')
      FROM engagement_initiative r WHERE r.programme_id = a.programme_id) t;
    RETURN found;
  END IF;
  WITH changed AS (
    SELECT DISTINCT c.object_type::text AS what, c.object_id AS id FROM engagement_change c
    WHERE c.programme_id = a.programme_id AND (c.pos > f.settled_at OR c.pos IS NULL)),
  touched AS (
    SELECT c.what, c.id FROM changed c
    UNION
    SELECT d.what, d.id FROM jisr.shown_with(
      ARRAY(SELECT c.id FROM changed c WHERE c.what = 'stakeholder')) d)
  SELECT coalesce(jsonb_object_agg(t.what, t.ids), '{}') INTO found FROM (
    SELECT what, jsonb_agg(id) AS ids FROM touched GROUP BY what) t;
  RETURN found;
END $$;

-- Write down that these were handed to the acting partner. Where one has left its feed since it was
-- read, it must not be handed out: begin again (every door does once).
CREATE OR REPLACE FUNCTION jisr.mark_given(ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE marked bigint;
BEGIN
  UPDATE engagement_share s
  SET given_at = clock_timestamp(), first_given_at = coalesce(s.first_given_at, clock_timestamp())
  WHERE s.partner_id = jisr.who() AND s.programme_id = jisr.programme() AND s.object_id = ANY(ids);
  GET DIAGNOSTICS marked = ROW_COUNT;
  IF marked < (SELECT count(DISTINCT i) FROM unnest(ids) i) THEN
    RAISE EXCEPTION 'what was read has left the agreement' USING ERRCODE = '40001';
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION jisr.feed_is_settled(), jisr.settle_feed(), jisr.mark_given(uuid[])
  TO jisr_web;
