-- Whom a text may mean: ids of names, the surest first; of the retired only if asked for.
-- Past row security, for its operators would keep the indexes from serving: the rule is applied
-- inside, and whoever asks reads the rows themselves under row security. Each way of asking is
-- wider than the one before, and is only taken where those before it found fewer than `enough`.
-- `beginnings`: what the keys of a name begin with; `whole`: its parts, all of them whole; `rest`
-- and `begun`: the same in two, the last part a beginning; `wider`: queries with `;` between those
-- that are asked together; `words`: all of them in one name as typed, with `%`, `_` and `\` escaped;
-- only where hardly anything else was found, or where all is wanted. At most `most` of each way.
DROP FUNCTION IF EXISTS
  jisr.names_like(text[], text[], text[], text[], boolean, integer, integer);

-- About how many names have these keys, by the planner's statistics: no row is read.
CREATE OR REPLACE FUNCTION jisr.names_expected(query text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  plan json;
BEGIN
  EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM engagement_stakeholdername'
    ' WHERE array_to_tsvector(string_to_array(keys, '' '')) @@ %L::tsquery', query) INTO plan;
  RETURN plan #>> '{0,Plan,Plan Rows}';
END $$;

CREATE OR REPLACE FUNCTION jisr.names_like(
  beginnings text[], whole text, rest text, begun text, wider text[], words text[], kinds text[],
  retired boolean, enough integer, most integer)
RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, public, pg_temp
-- Plans for these very keys; and no reading of the whole table for keys that seem to be frequent.
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
AS $$
DECLARE
  here uuid := (SELECT m.programme_id FROM public.engagement_membership m
                JOIN public.engagement_user u ON u.id = m.user_id AND u.is_active
                WHERE m.user_id = jisr.who() AND m.programme_id = jisr.programme());
  typed text := array_to_string(words, ' ');
  -- More than this nobody looks through: the first of them would be picked blindly.
  too_many CONSTANT integer := 5000;
  patterns text[] := ARRAY(SELECT '%' || w || '%' FROM unnest(words) w ORDER BY length(w) DESC);
  together text := concat_ws(' & ', nullif(rest, ''), nullif(begun, ''));
  besides text := '';
  first integer := 1000;
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
  IF together <> '' THEN
    -- A beginning is read from the index with all that begins so, a hundred times what it finds.
    IF cardinality(found) >= enough AND jisr.names_expected(together) > too_many THEN
      first := 300;
    ELSIF rest <> '' AND 20 * jisr.names_expected(rest) < jisr.names_expected(begun) THEN
      whole := rest;
      besides := begun;
    ELSE
      whole := together;
    END IF;
  END IF;
  FOREACH way IN ARRAY array_remove(whole || wider, '') LOOP
    -- The first thousand of them, those most alike in letters before the others.
    SELECT array_agg(x.id ORDER BY x.alike DESC) INTO more FROM (
      SELECT y.id, max(public.similarity(y.folded, typed)) AS alike FROM (
        SELECT f.id, f.folded FROM unnest(string_to_array(way, ';')) AS one(query)
        CROSS JOIN LATERAL (
          SELECT n.id, n.folded FROM (
            SELECT * FROM engagement_stakeholdername
            WHERE array_to_tsvector(string_to_array(keys, ' ')) @@ one.query::tsquery
              AND ($RULE(stakeholder_id)$)) n
          JOIN engagement_stakeholder s ON s.id = n.stakeholder_id
            AND (retired OR s.withdrawn_at IS NULL) AND (kinds = '{}' OR s.kind = ANY(kinds))
          WHERE n.id <> ALL (found)
            -- Not as the index has it, which would be asked for it otherwise.
            AND (besides = '' OR array_to_tsvector(string_to_array(n.keys || '', ' ')) @@ besides::tsquery)
          LIMIT first) f
        LIMIT 1000) y
      GROUP BY y.id ORDER BY alike DESC LIMIT most) x;
    found := found || more;
    EXIT WHEN cardinality(found) >= enough;
    besides := '';
    first := 300;
  END LOOP;
  IF words <> '{}' AND (enough = most OR cardinality(found) < 8) THEN
    SELECT array_agg(n.id) INTO more FROM (
      SELECT n.id FROM (
        SELECT * FROM engagement_stakeholdername
        -- The longest by the index, which does not serve for all of a list.
        WHERE folded LIKE patterns[1] AND folded LIKE ALL (patterns)
          AND ($RULE(stakeholder_id)$)) n
      JOIN engagement_stakeholder s ON s.id = n.stakeholder_id AND (retired OR s.withdrawn_at IS NULL)
        AND (kinds = '{}' OR s.kind = ANY(kinds))
      WHERE n.id <> ALL (found)
      LIMIT most) n;
    found := found || more;
  END IF;
  RETURN QUERY SELECT unnest(found);
END $$;
GRANT EXECUTE ON FUNCTION
  jisr.names_like(text[], text, text, text, text[], text[], text[], boolean, integer, integer)
  TO jisr_web;
