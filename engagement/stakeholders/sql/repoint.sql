-- One record becomes part of another: what points to it points to the other from then on. Each room
-- has one `repoint_*`, which says which of its columns those are; a test finds every foreign key to a
-- stakeholder in one of them. Called by jisr.merge (engagement/registry/sql) alone; none is granted.
-- `act` is the merge, whose keep remembers each row. Tables stand without the app's prefix.

CREATE OR REPLACE FUNCTION jisr.move_link(act uuid, tab text, col text, gone uuid, kept uuid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids text[];
BEGIN
  EXECUTE format('SELECT array_agg(id::text ORDER BY id) FROM public.%I WHERE %I = $1',
                 'engagement_' || tab, col) INTO ids USING kept;
  INSERT INTO engagement_mergekeep (merge_id, kind, "table", "column", rows, because)
  VALUES (act, 'stayed', tab, col, coalesce(ids, '{}'), '');
  EXECUTE format('WITH moved AS (UPDATE public.%I SET %I = $2 WHERE %I = $1 RETURNING id)'
                 ' SELECT array_agg(id::text ORDER BY id) FROM moved',
                 'engagement_' || tab, col, col) INTO ids USING gone, kept;
  INSERT INTO engagement_mergekeep (merge_id, kind, "table", "column", rows, because)
  VALUES (act, 'moved', tab, col, coalesce(ids, '{}'), '');
END $$;

-- A row that cannot stand beside another goes whole into the keep.
CREATE OR REPLACE FUNCTION jisr.set_aside(act uuid, tab text, key text, other text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  whole jsonb;
  beside jsonb;
BEGIN
  EXECUTE format('SELECT to_jsonb(t) FROM public.%I t WHERE id = %L', 'engagement_' || tab, key)
    INTO whole;
  IF other <> '' THEN
    EXECUTE format('SELECT to_jsonb(t) FROM public.%I t WHERE id = %L', 'engagement_' || tab, other)
      INTO beside;
  END IF;
  INSERT INTO engagement_mergekeep (merge_id, kind, "table", "column", rows, was, became, because)
  VALUES (act, 'aside', tab, '', ARRAY[key], whole, beside, other);
  EXECUTE format('DELETE FROM public.%I WHERE id = %L', 'engagement_' || tab, key);
END $$;

-- Some values of one row; the keep remembers those that were others.
CREATE OR REPLACE FUNCTION jisr.change_values(act uuid, tab text, key text, news jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  olds jsonb;
  sets text;
BEGIN
  EXECUTE format('SELECT to_jsonb(t) FROM public.%I t WHERE id = %L', 'engagement_' || tab, key)
    INTO olds;
  INSERT INTO engagement_mergekeep (merge_id, kind, "table", "column", rows, was, became, because)
  SELECT act, 'changed', tab, n.key, ARRAY[change_values.key], olds -> n.key, n.value, ''
  FROM jsonb_each(news) n WHERE n.value IS DISTINCT FROM olds -> n.key ORDER BY n.key;
  SELECT string_agg(format('%I = n.%I', n.key, n.key), ', ') INTO sets
  FROM jsonb_each(news) n WHERE n.value IS DISTINCT FROM olds -> n.key;
  IF sets IS NULL THEN RETURN; END IF;
  EXECUTE format('UPDATE public.%1$I t SET %2$s FROM jsonb_populate_record(NULL::public.%1$I, $1) n'
                 ' WHERE t.id = %3$L', 'engagement_' || tab, sets, key) USING news;
END $$;

-- The same name and the same tag once; the names of the one to be shown first.
CREATE OR REPLACE FUNCTION jisr.repoint_names(act uuid, gone uuid, kept uuid, gone_first boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  top integer;
BEGIN
  PERFORM jisr.set_aside(act, 'stakeholdername', g.id::text, k.id::text)
  FROM engagement_stakeholdername g
  JOIN engagement_stakeholdername k ON k.stakeholder_id = kept AND k.text = g.text
  WHERE g.stakeholder_id = gone ORDER BY g.id;
  PERFORM jisr.set_aside(act, 'stakeholdertag', g.id::text, k.id::text)
  FROM engagement_stakeholdertag g
  JOIN engagement_stakeholdertag k ON k.stakeholder_id = kept AND k.folded = g.folded
  WHERE g.stakeholder_id = gone ORDER BY g.id;
  SELECT max(n.position) + 1 INTO top FROM engagement_stakeholdername n
  WHERE n.stakeholder_id = CASE WHEN gone_first THEN gone ELSE kept END;
  PERFORM jisr.change_values(act, 'stakeholdername', n.id::text,
                             jsonb_build_object('position', n.position + coalesce(top, 0)))
  FROM engagement_stakeholdername n
  WHERE n.stakeholder_id = CASE WHEN gone_first THEN kept ELSE gone END ORDER BY n.id;
  PERFORM jisr.move_link(act, 'stakeholdername', 'stakeholder_id', gone, kept);
  PERFORM jisr.move_link(act, 'stakeholdertag', 'stakeholder_id', gone, kept);
END $$;

-- The same post in both records: with two of them, nobody would speak for the body any more, as
-- somebody who holds several does not (jisr.known_on).
CREATE OR REPLACE FUNCTION jisr.same_posts(gone uuid, kept uuid)
RETURNS TABLE (goes uuid, stays uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT g.id, min(k.id::text)::uuid
  FROM engagement_post g
  JOIN engagement_post k ON k.stakeholder_id = kept AND k.organisation_id = g.organisation_id
    AND (k.on_behalf_of_id, k.title, k.seniority, k.valid_from, k.valid_to)
      IS NOT DISTINCT FROM (g.on_behalf_of_id, g.title, g.seniority, g.valid_from, g.valid_to)
  WHERE g.stakeholder_id = gone AND g.withdrawn_at IS NULL AND k.withdrawn_at IS NULL
    AND g.organisation_id NOT IN (gone, kept)
  GROUP BY g.id
$$;

CREATE OR REPLACE FUNCTION jisr.repoint_stakeholders(
  act uuid, gone uuid, kept uuid, gone_first boolean, why text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM jisr.repoint_names(act, gone, kept, gone_first);
  -- Nobody holds a post in themselves, or is their own parent.
  PERFORM jisr.set_aside(act, 'post', p.id::text, '') FROM engagement_post p
  WHERE (p.stakeholder_id, p.organisation_id) IN ((gone, kept), (kept, gone)) ORDER BY p.id;
  PERFORM jisr.set_aside(act, 'post', s.goes::text, s.stays::text)
  FROM jisr.same_posts(gone, kept) s ORDER BY s.goes;
  PERFORM jisr.set_aside(act, 'assessment', a.id::text, '') FROM engagement_assessment a
  WHERE (a.stakeholder_id, a.parent_id) IN ((gone, kept), (kept, gone)) ORDER BY a.id;
  -- Accepted ones exclude each other: the one that comes is in conflict, and says with what.
  PERFORM jisr.change_values(act, 'assessment', a.id::text,
    jsonb_build_object('standing', 'conflict', 'note', coalesce(nullif(a.note, ''), '–')))
  FROM engagement_assessment a
  WHERE a.stakeholder_id = gone AND a.standing = 'accepted' AND a.withdrawn_at IS NULL
    AND a.facet IN ('relation', 'legal_status', 'alignment')
    AND EXISTS (
      SELECT FROM engagement_assessment k
      WHERE k.stakeholder_id = kept AND k.facet = a.facet AND k.standing = 'accepted'
        AND k.withdrawn_at IS NULL
        AND daterange(k.valid_from, k.valid_to) && daterange(a.valid_from, a.valid_to))
  ORDER BY a.id;
  PERFORM jisr.move_link(act, 'post', 'stakeholder_id', gone, kept);
  PERFORM jisr.move_link(act, 'post', 'organisation_id', gone, kept);
  PERFORM jisr.move_link(act, 'post', 'on_behalf_of_id', gone, kept);
  PERFORM jisr.move_link(act, 'assessment', 'stakeholder_id', gone, kept);
  -- The reason may name the other: it is written where the other's access stands already.
  PERFORM jisr.change_values(act, 'assessment', a.id::text, jsonb_build_object('note', why))
  FROM engagement_assessment a
  WHERE a.id::text IN (
    SELECT unnest(k.rows) FROM engagement_mergekeep k
    WHERE k.merge_id = act AND k.kind = 'changed' AND k."table" = 'assessment'
      AND k."column" = 'note')
  ORDER BY a.id;
  PERFORM jisr.move_link(act, 'assessment', 'parent_id', gone, kept);
  PERFORM jisr.move_link(act, 'engagementdecision', 'stakeholder_id', gone, kept);
  PERFORM jisr.move_link(act, 'opinion', 'stakeholder_id', gone, kept);
  PERFORM jisr.move_link(act, 'contactdetail', 'stakeholder_id', gone, kept);
  PERFORM jisr.move_link(act, 'stakeholder', 'merged_into_id', gone, kept);
END $$;
