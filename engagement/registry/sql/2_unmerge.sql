-- A merge taken apart: what came from the one that went goes back to it, field by field and row by
-- row; what cannot be known is written down beside the merge, and told. docs/adr/0021.

-- Who has its rows now: the one that was kept, or whom that became part of since.
CREATE OR REPLACE FUNCTION jisr.holder_of(m public.engagement_merge) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(s.merged_into_id, s.id) FROM engagement_stakeholder s WHERE s.id = m.kept_id
$$;

-- The newest merge that has to be taken apart first: it came later, holds, and rests on this one.
CREATE OR REPLACE FUNCTION jisr.rests_on(m public.engagement_merge) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id FROM engagement_merge l
  WHERE l.at > m.at AND l.undone_at IS NULL
    AND (l.kept_id IN (m.kept_id, jisr.holder_of(m)) OR l.gone_id = m.kept_id)
    AND (EXISTS (SELECT FROM engagement_mergekeep k
                 WHERE k.merge_id = m.id AND k.kind = 'changed' AND k."table" = 'stakeholder')
      OR EXISTS (
        SELECT FROM engagement_mergekeep ours JOIN engagement_mergekeep theirs
          ON theirs."table" = ours."table" AND theirs.merge_id = l.id
         AND theirs.kind IN ('aside', 'changed') AND theirs."column" <> 'position'
         AND (theirs.rows && ours.rows OR theirs.because = ANY(ours.rows))
        WHERE ours.merge_id = m.id AND ours.kind IN ('moved', 'aside', 'changed')))
  ORDER BY l.at DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION jisr.unmerge_hindered(act uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE m engagement_merge;
BEGIN
  PERFORM jisr.must_be_member();
  SELECT * INTO m FROM engagement_merge g WHERE g.id = act;
  IF NOT jisr.answers_for_both(m) THEN
    RAISE EXCEPTION 'not for you to take apart' USING ERRCODE = '42501';
  END IF;
  RETURN jisr.rests_on(m);
END $$;

CREATE OR REPLACE FUNCTION jisr.not_known(
  act uuid, code text, tab text, ids text[], about text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO engagement_mergekeep (merge_id, kind, "table", "column", rows, because)
  SELECT act, 'unknown', tab, code, coalesce(ids, '{}'), about
  WHERE cardinality(coalesce(ids, '{}')) > 0
$$;

-- What was written under the one that was kept since: whose it is cannot be known. Rows that other
-- merges brought are theirs.
CREATE OR REPLACE FUNCTION jisr.note_added(m public.engagement_merge, holder uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  e engagement_mergekeep;
  known text[];
  ids text[];
BEGIN
  FOR e IN SELECT * FROM engagement_mergekeep k
           WHERE k.merge_id = m.id AND k.kind = 'stayed' AND k."table" <> 'stakeholder' ORDER BY k.id
  LOOP
    SELECT array_agg(r) INTO known
    FROM engagement_mergekeep k JOIN engagement_merge l ON l.id = k.merge_id
    CROSS JOIN LATERAL unnest(k.rows) r
    WHERE k."table" = e."table" AND k."column" = e."column" AND l.kept_id IN (m.kept_id, holder)
      AND (k.kind = 'moved' OR k.kind = 'stayed' AND (l.id = m.id OR l.kept_id <> m.kept_id));
    EXECUTE format('SELECT array_agg(id::text ORDER BY id) FROM public.%I'
                   ' WHERE %I = $1 AND NOT id::text = ANY($2)', 'engagement_' || e."table", e."column")
      INTO ids USING holder, coalesce(known, '{}');
    PERFORM jisr.not_known(m.id, 'added', e."table", ids, e."column");
  END LOOP;
END $$;

-- What somebody changed in the kept record since.
CREATE OR REPLACE FUNCTION jisr.note_changed(m public.engagement_merge) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT jisr.not_known(m.id, 'field', 'stakeholder', ARRAY[m.kept_id::text], f.key)
  FROM engagement_mergekeep k
  JOIN engagement_stakeholder s ON s.id = m.kept_id
  CROSS JOIN LATERAL jsonb_each(k.was) f
  WHERE k.merge_id = m.id AND k.kind = 'after'
    AND f.key IN ('actor_type_id', 'base_region_id', 'birth_year', 'owner_id', 'lead_team_id',
                  'tlp', 'at_risk', 'not_to_be_engaged')
    AND to_jsonb(s) -> f.key IS DISTINCT FROM f.value
    AND s.merged_into_id IS NULL
$$;

CREATE OR REPLACE FUNCTION jisr.move_back(
  m public.engagement_merge, e public.engagement_mergekeep, holder uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE back text[];
BEGIN
  EXECUTE format('WITH back AS (UPDATE public.%I SET %I = $1 WHERE %I = $2 AND id::text = ANY($3)'
                 ' RETURNING id) SELECT array_agg(id::text) FROM back',
                 'engagement_' || e."table", e."column", e."column")
    INTO back USING m.gone_id, holder, e.rows;
  -- What another unmerge took back to its own is where it belongs.
  PERFORM jisr.not_known(m.id, 'gone', e."table", array_agg(r), e."column")
  FROM unnest(e.rows) r
  WHERE NOT r = ANY(coalesce(back, '{}')) AND NOT EXISTS (
    SELECT FROM engagement_mergekeep k JOIN engagement_merge l ON l.id = k.merge_id
    WHERE l.kept_id = m.gone_id AND l.undone_at > m.at AND k.kind = 'moved'
      AND k."table" = e."table" AND k."column" = e."column" AND r = ANY(k.rows));
END $$;

-- A row set aside comes back, unless what was in its way is gone too: then somebody took out both.
CREATE OR REPLACE FUNCTION jisr.put_back(m public.engagement_merge, e public.engagement_mergekeep)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  beside jsonb;
  put integer := 0;
  passive text[] := '{tlp,lead_team_id,teams,author_id,stakeholder_id,position}';
BEGIN
  IF e.because <> '' THEN
    EXECUTE format('SELECT to_jsonb(t) FROM public.%I t WHERE id = %L', 'engagement_' || e."table",
                   e.because) INTO beside;
  END IF;
  IF e.because = '' OR beside IS NOT NULL THEN
    EXECUTE format('INSERT INTO public.%1$I SELECT * FROM jsonb_populate_record(NULL::public.%1$I, $1)'
                   ' ON CONFLICT DO NOTHING', 'engagement_' || e."table") USING e.was;
    GET DIAGNOSTICS put = ROW_COUNT;
  END IF;
  IF put = 0 THEN
    PERFORM jisr.not_known(m.id, 'aside', e."table", e.rows, coalesce(e.was ->> 'meeting_id', ''));
  ELSIF beside - passive IS DISTINCT FROM e.became - passive THEN
    PERFORM jisr.not_known(m.id, 'beside', e."table", ARRAY[e.because], '');
  END IF;
END $$;

-- A value goes back where nobody changed it since. `stays`: something was added under it since.
CREATE OR REPLACE FUNCTION jisr.change_back(
  m public.engagement_merge, e public.engagement_mergekeep, stays boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  now_is jsonb;
  moved boolean := e."column" = 'position' AND EXISTS (  -- with its name it came back, to its place
    SELECT FROM engagement_stakeholdername t
    WHERE t.id = e.rows[1]::bigint AND t.stakeholder_id = m.gone_id);
BEGIN
  IF stays AND e."table" = 'stakeholder' AND e."column" IN ('tlp', 'lead_team_id', 'author_id') THEN
    PERFORM jisr.not_known(m.id, 'level', 'stakeholder', e.rows, e."column");
    RETURN;
  END IF;
  EXECUTE format('SELECT to_jsonb(t) -> %L FROM public.%I t WHERE id = %L', e."column",
                 'engagement_' || e."table", e.rows[1]) INTO now_is;
  IF now_is IS DISTINCT FROM e.became AND NOT moved THEN
    IF e."column" <> 'position' AND e."table" <> 'stakeholder' AND now_is IS NOT NULL THEN
      PERFORM jisr.not_known(m.id, 'changed', e."table", e.rows, e."column");
    END IF;
    RETURN;
  END IF;
  EXECUTE format('UPDATE public.%1$I t SET %2$I = n.%2$I'
                 ' FROM jsonb_populate_record(NULL::public.%1$I, $1) n WHERE t.id = %3$L',
                 'engagement_' || e."table", e."column", e.rows[1])
    USING jsonb_build_object(e."column", e.was);
EXCEPTION WHEN exclusion_violation THEN  -- another was accepted for the same time meanwhile
  PERFORM jisr.not_known(m.id, 'changed', e."table", e.rows, e."column");
END $$;

-- Nobody is without a name: where all of them were taken off since, those of then come back.
CREATE OR REPLACE FUNCTION jisr.name_again(m public.engagement_merge) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO engagement_stakeholdername
  SELECT n.* FROM engagement_mergekeep k
  CROSS JOIN LATERAL jsonb_populate_recordset(NULL::engagement_stakeholdername, k.was) n
  WHERE k.merge_id = m.id AND k.kind = 'before' AND NOT EXISTS (
    SELECT FROM engagement_stakeholdername t WHERE t.stakeholder_id = m.gone_id)
$$;

-- Meetings are stricter for a moment while rows go back one after another: whoever was named on one
-- for that, and may open it without, is not named on it.
CREATE OR REPLACE FUNCTION jisr.forget_names(before text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE news engagement_grant[];
BEGIN
  WITH forgotten AS (
    DELETE FROM engagement_grant g WHERE g.reason = 'raised' AND g.id::text IN (
      SELECT unnest(jisr.named_now()) EXCEPT SELECT unnest(before))
    RETURNING g)
  SELECT array_agg(f.g) INTO news FROM forgotten f;
  INSERT INTO engagement_grant
  SELECT n.* FROM unnest(news) n WHERE n.root_id NOT IN (
    SELECT jisr.meetings_to_open(ARRAY(SELECT x.root_id FROM unnest(news) x)));
END $$;

CREATE OR REPLACE FUNCTION jisr.unmerge(act uuid, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m engagement_merge;
  e engagement_mergekeep;
  holder uuid;
  grew boolean;
  named text[] := jisr.named_now();
BEGIN
  PERFORM jisr.must_be_member();
  SELECT * INTO m FROM engagement_merge g WHERE g.id = act;
  holder := jisr.holder_of(m);
  PERFORM 1 FROM engagement_stakeholder WHERE id IN (m.kept_id, m.gone_id, holder)
  ORDER BY id FOR NO KEY UPDATE;
  SELECT * INTO m FROM engagement_merge g WHERE g.id = act FOR UPDATE;
  IF m.id IS NULL OR m.undone_at IS NOT NULL OR holder <> jisr.holder_of(m)
    OR NOT jisr.answers_for_both(m) OR jisr.rests_on(m) IS NOT NULL THEN
    RAISE EXCEPTION 'not for you to take apart' USING ERRCODE = '42501';
  END IF;
  UPDATE engagement_merge SET working = true WHERE id = act;
  PERFORM jisr.stand_again(m);
  PERFORM jisr.note_added(m, holder);
  PERFORM jisr.note_changed(m);
  grew := EXISTS (SELECT FROM engagement_mergekeep k WHERE k.merge_id = act AND k."column" = 'added');
  -- Its access last: a value that came from a stricter one is not written down under a wider level.
  FOR e IN SELECT * FROM engagement_mergekeep k WHERE k.merge_id = act AND k.kind <> 'unknown'
           ORDER BY k."table" = 'stakeholder' AND k."column" IN ('tlp', 'lead_team_id', 'author_id'),
                    k.id DESC LOOP
    CASE e.kind
      WHEN 'moved' THEN PERFORM jisr.move_back(m, e, holder);
      WHEN 'aside' THEN PERFORM jisr.put_back(m, e);
      WHEN 'changed' THEN PERFORM jisr.change_back(m, e, grew);
      WHEN 'named' THEN DELETE FROM engagement_grant WHERE id::text = ANY(e.rows);
      ELSE NULL;
    END CASE;
  END LOOP;
  PERFORM jisr.forget_names(named);
  PERFORM jisr.name_again(m);
  PERFORM jisr.stay_named(m);
  PERFORM jisr.recount_bodies(ARRAY(
    SELECT s.id FROM engagement_stakeholder s
    WHERE s.id = m.gone_id OR s.merged_into_id = m.gone_id));
  UPDATE engagement_merge SET working = false, undone_by_id = jisr.who(),
    undone_at = clock_timestamp(), undone_reason = why, undone_context_id = jisr.context()
  WHERE id = act;
END $$;

-- What a merge moved and set aside, and what its unmerge could not know: how many rows of each
-- table, of those that the acting user may open. A name or a tag that is no longer there was as open
-- as the record; of a participation that is not, its meeting decides.
CREATE OR REPLACE FUNCTION jisr.merge_told(act uuid)
RETURNS TABLE (kind text, code text, tab text, about text, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM jisr.must_be_member();
  IF NOT EXISTS (SELECT jisr.open_among('merge', ARRAY[act::text])) THEN RETURN; END IF;
  RETURN QUERY
  SELECT k.kind::text, CASE WHEN k.kind = 'unknown' THEN k."column" ELSE '' END::text,
         k."table"::text, k.because, sum(s.n)::bigint
  FROM (SELECT x.kind, x."table", x."column", x.rows, x.was,
               CASE WHEN x.kind = 'unknown' AND x."column" <> 'aside' THEN x.because ELSE '' END
                 AS because,
               x.because AS meeting
        FROM engagement_mergekeep x
        WHERE x.merge_id = act AND x.kind IN ('moved', 'aside', 'unknown')
          AND NOT (x."table" = 'stakeholder' AND x.kind = 'moved')) k
  CROSS JOIN LATERAL (
    SELECT CASE
      WHEN k."table" = 'stakeholder' THEN 1
      WHEN (k.kind = 'aside' OR k."column" IN ('gone', 'aside'))
        AND k."table" IN ('stakeholdername', 'stakeholdertag') THEN cardinality(k.rows)
      WHEN k.kind = 'aside' AND k."table" = 'participant' THEN (
        SELECT count(*) FROM jisr.open_among('meeting', ARRAY[k.was ->> 'meeting_id']))
      WHEN k."column" = 'aside' AND k."table" = 'participant' THEN (
        SELECT count(*) FROM jisr.open_among('meeting', ARRAY[k.meeting]))
      ELSE (SELECT count(*) FROM jisr.open_among(k."table", k.rows)) END AS n) s
  WHERE s.n > 0
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
END $$;

GRANT EXECUTE ON FUNCTION jisr.unmerge_hindered(uuid), jisr.unmerge(uuid, text),
  jisr.merge_told(uuid) TO jisr_web;

-- The names that came from the one that went, of those that the acting user may open.
CREATE OR REPLACE FUNCTION jisr.merge_names(act uuid) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM jisr.must_be_member();
  IF NOT EXISTS (SELECT jisr.open_among('merge', ARRAY[act::text])) THEN RETURN; END IF;
  RETURN QUERY
  SELECT jisr.open_among('stakeholdername', k.rows)::bigint FROM engagement_mergekeep k
  WHERE k.merge_id = act AND k.kind = 'moved' AND k."table" = 'stakeholdername';
END $$;
GRANT EXECUTE ON FUNCTION jisr.merge_names(uuid) TO jisr_web;
