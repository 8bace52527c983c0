-- The reads. Each exists twice from one rule: `coverage_*` for the programme, with the owner's
-- rights, over the summary and without ids (membership is checked first); `seen_coverage_*` for the
-- reader, with the reader's rights, over the facts of the meetings they may open.

-- Sums of a period by measure and keys. The last month is taken whole where nothing in it was held
-- after `last`, and day by day from the facts where something was.
CREATE OR REPLACE FUNCTION jisr.coverage_sums(first date, last date, of_team uuid)
RETURNS TABLE (measure smallint, a bigint, b bigint, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := jisr.must_be_member();
  of_whom uuid := coalesce(of_team, '00000000-0000-0000-0000-000000000000');
  cut date := (date_trunc('month', last) + interval '1 month')::date;
BEGIN
  IF extract(day FROM first) <> 1 OR last < first THEN
    RAISE EXCEPTION 'a fixed period begins with a month' USING ERRCODE = '22023';
  END IF;
  IF EXISTS (SELECT FROM engagement_coveragefact f WHERE f.programme_id = here
             AND f.held_on > last AND f.held_on < cut) THEN
    cut := date_trunc('month', last)::date;
  END IF;
  RETURN QUERY
  SELECT s.measure, s.a, s.b, sum(s.n)::bigint FROM (
    SELECT c.measure, c.a, c.b, c.n FROM engagement_coveragecell c
    WHERE c.programme_id = here AND c.team = of_whom AND c.month >= first AND c.month < cut
    UNION ALL
    SELECT d.measure, d.a, d.b, d.n FROM engagement_coveragedelta d
    WHERE d.programme_id = here AND d.team = of_whom AND d.month >= first AND d.month < cut
    UNION ALL
    SELECT e.measure, e.a, e.b, e.n
    FROM jisr.expand_facts(here, cut, last, of_team, NULL, NULL) e WHERE cut <= last) s
  GROUP BY 1, 2, 3 HAVING sum(s.n) <> 0;
END $$;

-- Narrowed to a governorate or a group, if any.
CREATE OR REPLACE FUNCTION jisr.seen_coverage_sums(
  first date, last date, of_team uuid, in_unit bigint, of_group integer)
RETURNS TABLE (measure smallint, a bigint, b bigint, n bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT * FROM jisr.expand_facts(jisr.programme(), first, last, of_team, in_unit, of_group)
$$;

-- The fixed periods of a trend, quarter by quarter: [first, last] from months that are whole.
CREATE OR REPLACE FUNCTION jisr.coverage_by_quarter(first date, last date, of_team uuid)
RETURNS TABLE (quarter date, measure smallint, a bigint, b bigint, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := jisr.must_be_member();
  of_whom uuid := coalesce(of_team, '00000000-0000-0000-0000-000000000000');
BEGIN
  RETURN QUERY
  SELECT date_trunc('quarter', s.month)::date, s.measure, s.a, s.b, sum(s.n)::bigint FROM (
    SELECT c.month, c.measure, c.a, c.b, c.n FROM engagement_coveragecell c
    WHERE c.programme_id = here AND c.team = of_whom AND c.month BETWEEN first AND last
    UNION ALL
    SELECT d.month, d.measure, d.a, d.b, d.n FROM engagement_coveragedelta d
    WHERE d.programme_id = here AND d.team = of_whom AND d.month BETWEEN first AND last) s
  WHERE s.measure IN (1, 2, 4, 6, 8)
  GROUP BY 1, 2, 3, 4 HAVING sum(s.n) <> 0;
END $$;

-- The same period as known on a day, or with every planned meeting held: the rule over the rows.
CREATE OR REPLACE FUNCTION jisr.coverage_as_known(
  first date, last date, of_team uuid, known date, planned boolean)
RETURNS TABLE (measure smallint, a bigint, b bigint, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := jisr.must_be_member();
  ids uuid[];
BEGIN
  IF extract(day FROM first) <> 1 OR last < first THEN
    RAISE EXCEPTION 'a fixed period begins with a month' USING ERRCODE = '22023';
  END IF;
  SELECT array_agg(m.id) INTO ids FROM engagement_meeting m
  WHERE m.programme_id = here AND m.held_on BETWEEN first AND last
    AND (of_team IS NULL OR of_team = ANY(m.teams));
  RETURN QUERY
  SELECT c.measure, c.a, c.b, sum(c.n)::bigint
  FROM jisr.coverage_rule(ids, known, planned) s
  CROSS JOIN LATERAL jisr.coverage_cells(s.counted, s.mode, s.reason, s.whole, s.beyond, s.capital,
    s.abroad, s.greater, s.greater_unknown, s.visited, s.heard, s.relations, s.groups, s.security,
    s.types, s.level, s.purpose, s.participation, s.asked_by, s.timely) c
  GROUP BY 1, 2, 3;
END $$;

GRANT EXECUTE ON FUNCTION jisr.coverage_sums(date, date, uuid),
  jisr.seen_coverage_sums(date, date, uuid, bigint, integer),
  jisr.expand_facts(uuid, date, date, uuid, bigint, integer),
  jisr.present_relations(bigint), jisr.coverage_by_quarter(date, date, uuid),
  jisr.coverage_as_known(date, date, uuid, date, boolean),
  jisr.coverage_cells(boolean, smallint, smallint, smallint, smallint, smallint, smallint, smallint,
    smallint, integer[], integer[], bigint, smallint, boolean, smallint[], smallint, smallint,
    smallint, smallint, boolean) TO jisr_web;
