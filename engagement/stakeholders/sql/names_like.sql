-- Whom a text may mean: ids of names, the surest first; of the retired only if asked for.
-- Past row security, for its operators would keep the indexes from serving: the rule is applied
-- inside, and whoever asks reads the rows themselves under row security. Each way of asking is
-- wider than the one before, and is only taken where those before it found fewer than `enough`.
-- `beginnings`: what the keys of a name begin with; `queries`: over all keys; `words`: all of them in
-- one name as typed, with `%`, `_` and `\` escaped; only where hardly anything else was found, or
-- where all is wanted. At most `most` of each way.
CREATE OR REPLACE FUNCTION jisr.names_like(
  beginnings text[], queries text[], words text[], kinds text[], retired boolean,
  enough integer, most integer)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, public, pg_temp
-- Plans for these very keys; and no reading of the whole table for keys that seem to be frequent.
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
AS $$
DECLARE
  here uuid := (SELECT m.programme_id FROM public.engagement_membership m
                JOIN public.engagement_user u ON u.id = m.user_id AND u.is_active
                WHERE m.user_id = jisr.who() AND m.programme_id = jisr.programme());
  typed text := array_to_string(words, ' ');
  found bigint[] := '{}';
  more bigint[];
  way text;
BEGIN
  IF here IS NULL THEN RETURN; END IF;
  -- Whose name begins so, the shortest first: of many namesakes those who are called just that.
  FOREACH way IN ARRAY beginnings LOOP
    SELECT array_agg(x.id) INTO more FROM (
      SELECT n.id FROM (
        SELECT * FROM engagement_stakeholdername
        WHERE programme_id = here AND spoken >= way
          AND spoken < way || '~' AND ($RULE(stakeholder_id)$)) n
      JOIN engagement_stakeholder s ON s.id = n.stakeholder_id AND (retired OR s.withdrawn_at IS NULL)
        AND (kinds = '{}' OR s.kind = ANY(kinds))
      WHERE n.id <> ALL (found)
      ORDER BY n.spoken LIMIT most / cardinality(beginnings)) x;
    found := found || more;
  END LOOP;
  FOREACH way IN ARRAY queries LOOP
    -- The first thousand of them, those most alike in letters before the others.
    SELECT array_agg(x.id ORDER BY x.alike DESC) INTO more FROM (
      SELECT y.id, public.similarity(y.folded, typed) AS alike FROM (
        SELECT n.id, n.folded FROM (
          SELECT * FROM engagement_stakeholdername
          WHERE array_to_tsvector(string_to_array(keys, ' ')) @@ way::tsquery
            AND ($RULE(stakeholder_id)$)) n
        JOIN engagement_stakeholder s ON s.id = n.stakeholder_id AND (retired OR s.withdrawn_at IS NULL)
          AND (kinds = '{}' OR s.kind = ANY(kinds))
        WHERE n.id <> ALL (found)
        LIMIT 1000) y
      ORDER BY alike DESC LIMIT most) x;
    found := found || more;
    EXIT WHEN cardinality(found) >= enough;
  END LOOP;
  IF words <> '{}' AND (enough = most OR cardinality(found) < 8) THEN
    SELECT array_agg(n.id) INTO more FROM (
      SELECT n.id FROM (
        SELECT * FROM engagement_stakeholdername
        WHERE folded LIKE ALL (SELECT '%' || w || '%' FROM unnest(words) w)
          AND ($RULE(stakeholder_id)$)) n
      JOIN engagement_stakeholder s ON s.id = n.stakeholder_id AND (retired OR s.withdrawn_at IS NULL)
        AND (kinds = '{}' OR s.kind = ANY(kinds))
      WHERE n.id <> ALL (found)
      LIMIT most) n;
    found := found || more;
  END IF;
  RETURN QUERY SELECT unnest(found);
END $$;
GRANT EXECUTE ON FUNCTION jisr.names_like(text[], text[], text[], text[], boolean, integer, integer)
  TO jisr_web;
