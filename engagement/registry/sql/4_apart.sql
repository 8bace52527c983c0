-- The one that went stands by itself again: who may do it, and how open it is from then on.

-- Whether the acting user answers for both: for the other as it was, before it was as open as the
-- kept one. Who may open the one that is kept has all of the other before them already.
CREATE OR REPLACE FUNCTION jisr.answers_for_both(m public.engagement_merge) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT jisr.leads_all(ARRAY[jisr.holder_of(m)]) AND EXISTS (
    SELECT FROM engagement_mergekeep k
    CROSS JOIN LATERAL jsonb_populate_record(NULL::engagement_stakeholder, k.was) g
    WHERE k.merge_id = m.id AND k.kind = 'access'
      AND jisr.answers_for(m.programme_id, g.lead_team_id, g.author_id))
$$;
CREATE OR REPLACE FUNCTION jisr.may_unmerge(act uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM jisr.must_be_member();
  RETURN coalesce((SELECT m.undone_at IS NULL AND jisr.answers_for_both(m)
                   FROM engagement_merge m WHERE m.id = act), false);
END $$;
GRANT EXECUTE ON FUNCTION jisr.may_unmerge(uuid) TO jisr_web;

-- The one that went is by itself again, as open as it was; where somebody made the one record
-- stricter since, which of the two they meant cannot be known, and both are.
CREATE OR REPLACE FUNCTION jisr.stand_again(m public.engagement_merge) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  own engagement_stakeholder;
  given integer;
  level integer;
BEGIN
  SELECT g.* INTO own FROM engagement_mergekeep k
  CROSS JOIN LATERAL jsonb_populate_record(NULL::engagement_stakeholder, k.was) g
  WHERE k.merge_id = m.id AND k.kind = 'access';
  -- What other merges made stricter, nobody said of this one.
  SELECT max((k.became ->> 'tlp')::integer) INTO given
  FROM engagement_mergekeep k JOIN engagement_merge l ON l.id = k.merge_id
  WHERE k.kind = 'access' AND l.kept_id = m.kept_id AND (l.id = m.id OR l.undone_at IS NULL);
  SELECT CASE WHEN k.tlp > given THEN k.tlp ELSE own.tlp END INTO level
  FROM engagement_stakeholder k WHERE k.id = m.kept_id AND k.merged_into_id IS NULL;
  UPDATE engagement_stakeholder
  SET merged_into_id = NULL, withdrawn_at = NULL, withdrawn_reason = '',
      tlp = coalesce(level, own.tlp), lead_team_id = own.lead_team_id, author_id = own.author_id
  WHERE id = m.gone_id;
  IF level > own.tlp THEN
    PERFORM jisr.not_known(m.id, 'level', 'stakeholder', ARRAY[m.gone_id::text], 'tlp');
  END IF;
  INSERT INTO engagement_grant
  SELECT n.* FROM engagement_mergekeep k JOIN engagement_merge l ON l.id = k.merge_id
  CROSS JOIN LATERAL jsonb_populate_recordset(NULL::engagement_grant, k.was) n
  WHERE k.kind = 'unnamed' AND (l.id = m.id OR l.undone_at IS NULL AND n.root_id = m.gone_id)
  ON CONFLICT DO NOTHING;
END $$;

-- Whoever takes them apart still sees the one that stands by itself again.
CREATE OR REPLACE FUNCTION jisr.stay_named(m public.engagement_merge) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO engagement_grant
    (id, programme_id, root_id, user_id, granted_by_id, reason, created_at)
  SELECT gen_random_uuid(), m.programme_id, m.gone_id, jisr.who(), jisr.who(), 'raised', now()
  WHERE m.gone_id NOT IN (SELECT jisr.stakeholders_to_open(ARRAY[m.gone_id]))
  ON CONFLICT DO NOTHING
$$;
