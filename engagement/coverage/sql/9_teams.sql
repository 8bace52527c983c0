-- The same sums of every team at once, and where the log begins: aggregates, for every member.

-- What tells teams apart. Rows without a team count the meetings of the programme: all (measure 0),
-- and the joint ones (measure 0, a 1), which are one there and one in each of their teams.
CREATE OR REPLACE FUNCTION jisr.coverage_by_team(first date, last date)
RETURNS TABLE (team uuid, measure smallint, a bigint, b bigint, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE here uuid := jisr.must_be_member();
BEGIN
  RETURN QUERY
  SELECT t.id, s.measure, s.a, s.b, s.n
  FROM engagement_team t CROSS JOIN LATERAL jisr.coverage_sums(first, last, t.id) s
  WHERE t.programme_id = here AND s.measure IN (1, 2, 3, 4, 6, 8, 9, 11, 14)
  UNION ALL
  SELECT NULL, 0::smallint, v.joint, 0::bigint, v.n
  FROM (SELECT count(*) AS every, count(*) FILTER (WHERE cardinality(f.teams) > 1) AS several
        FROM engagement_coveragefact f
        WHERE f.programme_id = here AND f.counted AND f.held_on BETWEEN first AND last) c
  CROSS JOIN LATERAL (VALUES (0::bigint, c.every), (1, c.several)) v(joint, n);
END $$;

-- The first day of the quarter in which the first counted meeting was held; of a team, its first.
CREATE OR REPLACE FUNCTION jisr.coverage_begins(of_team uuid) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := jisr.must_be_member();
  found date;
BEGIN
  SELECT date_trunc('quarter', f.held_on)::date INTO found
  FROM engagement_coveragefact f
  WHERE f.programme_id = here AND f.counted AND (of_team IS NULL OR of_team = ANY(f.teams))
  ORDER BY f.held_on LIMIT 1;
  RETURN found;
END $$;

GRANT EXECUTE ON FUNCTION jisr.coverage_by_team(date, date), jisr.coverage_begins(uuid) TO jisr_web;
