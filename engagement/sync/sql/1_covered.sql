-- What a data-sharing agreement covers: the rule of one row, for many rows at once. What is put away
-- is judged like what is there; `judged` tells them apart. A partner always holds what it wrote.

-- The regions that an agreement names, with their districts.
CREATE OR REPLACE FUNCTION jisr.agreed_regions(agreement uuid) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id FROM engagement_agreementregion n
  JOIN engagement_region r ON r.id = n.region_id OR r.parent_id = n.region_id
  WHERE n.agreement_id = agreement
$$;

CREATE OR REPLACE FUNCTION jisr.covered_recommendations(
  a public.engagement_agreement, writer uuid, ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id FROM engagement_recommendation r
  WHERE r.id = ANY(ids) AND r.programme_id = a.programme_id AND (r.author_id = writer
    OR 'recommendation' = ANY(a.types) AND r.tlp <= a.ceiling AND (a.every_recommendation
      OR r.id IN (SELECT n.recommendation_id FROM engagement_agreementrecommendation n
                  WHERE n.agreement_id = a.id)))
$$;

CREATE OR REPLACE FUNCTION jisr.covered_stakeholders(
  a public.engagement_agreement, writer uuid, ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.id FROM engagement_stakeholder s
  WHERE s.id = ANY(ids) AND s.programme_id = a.programme_id AND (s.author_id = writer
    OR 'stakeholder' = ANY(a.types) AND s.tlp <= a.ceiling
      AND (a.every_region OR s.base_region_id IN (SELECT jisr.agreed_regions(a.id)))
      AND (a.every_actor_type OR s.actor_type_id IN (
        SELECT n.actor_type_id FROM engagement_agreementactortype n WHERE n.agreement_id = a.id)))
$$;

-- Every place that a meeting names is covered, and it names one; everybody in it is of a covered
-- type, then or now; a recommendation that was confirmed is covered.
CREATE OR REPLACE FUNCTION jisr.covered_meetings(
  a public.engagement_agreement, writer uuid, ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH area AS (SELECT jisr.agreed_regions(a.id) AS id),
  types AS (SELECT n.actor_type_id AS code FROM engagement_agreementactortype n
            WHERE n.agreement_id = a.id),
  places AS (
    SELECT v.meeting_id, v.region_id FROM engagement_venue v WHERE v.meeting_id = ANY(ids)
    UNION ALL
    SELECT s.meeting_id, s.region_id FROM engagement_subject s WHERE s.meeting_id = ANY(ids)),
  placed AS (SELECT p.meeting_id FROM places p GROUP BY p.meeting_id
             HAVING bool_and(p.region_id IN (SELECT id FROM area))),
  foreign_to AS (
    SELECT p.meeting_id FROM engagement_participant p
    JOIN engagement_stakeholder s ON s.id = p.stakeholder_id
    WHERE p.meeting_id = ANY(ids) AND (s.actor_type_id NOT IN (SELECT code FROM types)
      OR p.frozen_type_id NOT IN (SELECT code FROM types)))
  SELECT m.id FROM engagement_meeting m
  WHERE m.id = ANY(ids) AND m.programme_id = a.programme_id AND (m.author_id = writer
    OR 'meeting' = ANY(a.types) AND m.tlp <= a.ceiling AND m.duplicate_of_id IS NULL
      AND (a.every_region OR m.id IN (SELECT meeting_id FROM placed))
      AND (a.every_actor_type OR m.id NOT IN (SELECT meeting_id FROM foreign_to))
      AND (a.every_recommendation OR m.id IN (
        SELECT l.meeting_id FROM engagement_meetingrecommendation l
        JOIN engagement_agreementrecommendation n ON n.recommendation_id = l.recommendation_id
        WHERE n.agreement_id = a.id AND l.meeting_id = ANY(ids) AND l.verdict = 'confirmed')))
$$;

CREATE OR REPLACE FUNCTION jisr.covered_strategicassessments(
  a public.engagement_agreement, writer uuid, ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.id FROM engagement_strategicassessment s
  WHERE s.id = ANY(ids) AND s.programme_id = a.programme_id AND (s.author_id = writer
    OR 'strategicassessment' = ANY(a.types) AND s.tlp <= a.ceiling AND (a.every_region OR (
      SELECT bool_and(r.region_id IN (SELECT jisr.agreed_regions(a.id)))
      FROM engagement_strategicassessmentregion r WHERE r.strategic_assessment_id = s.id)))
$$;

CREATE OR REPLACE FUNCTION jisr.covered_initiatives(
  a public.engagement_agreement, writer uuid, ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT i.id FROM engagement_initiative i
  WHERE i.id = ANY(ids) AND i.programme_id = a.programme_id AND (i.author_id = writer
    OR 'initiative' = ANY(a.types) AND i.tlp <= a.ceiling
      AND (a.every_region OR i.region_id IN (SELECT jisr.agreed_regions(a.id))))
$$;

-- Each of these rows as the partner is to hold it: here, put away by us, part of another that it may
-- have too, or none of its business; and whether it wrote it itself.
CREATE OR REPLACE FUNCTION jisr.judged(
  a public.engagement_agreement, writer uuid, what text, ids uuid[])
RETURNS TABLE (id uuid, state text, became uuid, own boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE into_column text := CASE what WHEN 'stakeholder' THEN 'r.merged_into_id' ELSE 'NULL::uuid' END;
BEGIN
  IF what NOT IN ('recommendation', 'stakeholder', 'meeting', 'strategicassessment', 'initiative') THEN
    RAISE EXCEPTION 'no such type' USING ERRCODE = '22023';
  END IF;
  RETURN QUERY EXECUTE format($q$
    WITH rows AS (SELECT r.id, r.author_id, r.withdrawn_at, %1$s AS other FROM engagement_%2$I r
                  WHERE r.id = ANY($3) AND r.programme_id = $1.programme_id),
    covered AS (SELECT jisr.covered_%2$Is($1, $2, $3) AS id),
    others AS (SELECT jisr.covered_%2$Is($1, $2, ARRAY(SELECT other FROM rows WHERE other IS NOT NULL))
                 AS id)
    -- What became part of another has that one's level and author from then on: it is the other
    -- that is asked.
    SELECT r.id, CASE WHEN r.other IN (SELECT id FROM others) THEN 'merged'
                      WHEN r.other IS NOT NULL THEN 'withdrawn'
                      WHEN r.id NOT IN (SELECT id FROM covered) THEN 'withdrawn'
                      WHEN r.withdrawn_at IS NOT NULL THEN 'deleted' ELSE 'held' END,
           CASE WHEN r.other IN (SELECT id FROM others) THEN r.other END,
           coalesce(r.author_id = $2, false)
    FROM rows r$q$, into_column, what) USING a, writer, ids;
END $$;
