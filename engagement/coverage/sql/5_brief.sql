-- Issues, promises, initiatives, decisions and assessments as counts; see 4_people.sql.

CREATE OR REPLACE FUNCTION jisr.promises_of(here uuid, first date, last date, of_team uuid)
RETURNS TABLE (what text, n bigint) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  WITH issues AS (
    SELECT i.raised_by_id IS NOT NULL AS known, i.decision <> '' AS reflected,
           i.answered_on <= f.held_on + 60 AS answered,
           -- As they were on the day, where they took part in it.
           t."group" NOT IN ('international', 'not_sure') AS iraqi
    FROM engagement_coveragefact f
    JOIN engagement_issueraised i ON i.meeting_id = f.meeting_id
    LEFT JOIN engagement_participant p
      ON p.meeting_id = i.meeting_id AND p.stakeholder_id = i.raised_by_id
    LEFT JOIN engagement_stakeholder s ON s.id = i.raised_by_id
    LEFT JOIN engagement_actortype t ON t.code = coalesce(p.frozen_type_id, s.actor_type_id)
    WHERE f.programme_id = here AND f.counted AND f.held_on BETWEEN first AND last
      AND (of_team IS NULL OR of_team = ANY(f.teams))),
  due AS (
    SELECT p.done_on <= p.due_on AS kept
    FROM engagement_followup p
    JOIN engagement_coveragefact f ON f.meeting_id = p.meeting_id AND f.counted
    WHERE p.programme_id = here AND p.due_on BETWEEN first AND last AND p.dropped_on IS NULL
      AND (of_team IS NULL OR of_team = ANY(f.teams)))
  SELECT v.what, v.n FROM (
    SELECT count(*) AS issues, count(*) FILTER (WHERE known) AS with_raiser,
           count(*) FILTER (WHERE iraqi) AS by_iraqis,
           count(*) FILTER (WHERE answered) AS answered,
           count(*) FILTER (WHERE reflected) AS reflected FROM issues) i
  CROSS JOIN (SELECT count(*) AS due, count(*) FILTER (WHERE kept) AS kept FROM due) d
  CROSS JOIN LATERAL (VALUES ('issues', i.issues), ('with_raiser', i.with_raiser),
    ('by_iraqis', i.by_iraqis), ('answered', i.answered), ('reflected', i.reflected),
    ('due', d.due), ('kept', d.kept)) v(what, n)
$$;

-- A bound of a date that is not known is open: such an initiative counts as active.
CREATE OR REPLACE FUNCTION jisr.brief_of(here uuid, first date, last date)
RETURNS TABLE (what text, n bigint) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT v.what, v.n FROM (
    SELECT count(*) AS initiatives,
           count(*) FILTER (WHERE i.iraqi_led AND t."group" IN ('civil_society', 'communities'))
             AS civilian_led
    FROM engagement_initiative i
    LEFT JOIN engagement_stakeholder s ON s.id = i.lead_organisation_id
    LEFT JOIN engagement_actortype t ON t.code = s.actor_type_id
    WHERE i.programme_id = here AND i.withdrawn_at IS NULL
      AND (i.valid_from IS NULL OR i.valid_from <= last)
      AND (i.valid_to IS NULL OR i.valid_to > first)) i
  CROSS JOIN (
    SELECT count(*) AS units, count(*) FILTER (WHERE EXISTS (
             SELECT FROM engagement_engagementdecision d
             WHERE d.stakeholder_id = s.id AND d.withdrawn_at IS NULL
               AND (d.valid_from IS NULL OR d.valid_from <= last)
               AND (d.valid_to IS NULL OR d.valid_to > last))) AS decided
    FROM engagement_stakeholder s
    JOIN engagement_actortype t ON t.code = s.actor_type_id AND t."group" = 'paramilitary'
    WHERE s.programme_id = here AND s.kind = 'unit' AND s.withdrawn_at IS NULL) u
  CROSS JOIN (
    SELECT count(*) FILTER (WHERE asked_on <= last) AS asked,
           count(*) FILTER (WHERE delivered_on <= last) AS delivered,
           count(*) FILTER (WHERE acted_on <= last) AS acted
    FROM engagement_strategicassessment WHERE programme_id = here AND withdrawn_at IS NULL) a
  CROSS JOIN LATERAL (VALUES ('initiatives', i.initiatives), ('civilian_led', i.civilian_led),
    ('units', u.units), ('decided', u.decided), ('asked', a.asked), ('delivered', a.delivered),
    ('acted', a.acted)) v(what, n)
$$;

-- How old the assessment of each governorate is on a day, as engagement/briefs/entries/freshness.py
-- has it; a test holds the two together. Where a month has no such day, six months end a day later.
CREATE OR REPLACE FUNCTION jisr.freshness_of(here uuid, on_day date, of_list text)
RETURNS TABLE (unit integer, state text) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.unit, CASE
    WHEN newest.valid_on IS NULL THEN 'none'
    WHEN newest.happened_on > newest.valid_on THEN 'event'
    WHEN on_day <= (newest.valid_on + interval '6 months')::date
      + (extract(day FROM newest.valid_on + interval '6 months')
         <> extract(day FROM newest.valid_on))::integer THEN 'fresh'
    ELSE 'stale' END
  FROM (SELECT DISTINCT e.counted_in_id::integer AS unit, r.parent_id AS land
        FROM engagement_governoratelistentry e JOIN engagement_region r ON r.id = e.counted_in_id
        WHERE e.list_id = of_list) u
  CROSS JOIN LATERAL (SELECT
    (SELECT max(a.valid_on) FROM engagement_strategicassessment a
     JOIN engagement_strategicassessmentregion p ON p.strategic_assessment_id = a.id
     WHERE a.programme_id = here AND a.withdrawn_at IS NULL AND a.delivered_on <= on_day
       AND a.valid_on <= on_day AND p.region_id IN (u.unit, u.land)) AS valid_on,
    (SELECT max(i.happened_on) FROM engagement_incident i
     JOIN engagement_governoratelistentry e ON e.region_id = i.region_id AND e.list_id = of_list
     WHERE i.programme_id = here AND i.withdrawn_at IS NULL AND i.happened_on <= on_day
       AND e.counted_in_id = u.unit) AS happened_on) newest
$$;

CREATE OR REPLACE FUNCTION jisr.coverage_counts(first date, last date, of_team uuid)
RETURNS TABLE (what text, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE here uuid := jisr.must_be_member();
BEGIN
  PERFORM jisr.must_be_fixed(first, last);
  RETURN QUERY SELECT * FROM jisr.promises_of(here, first, last, of_team)
    UNION ALL SELECT * FROM jisr.brief_of(here, first, last);
END $$;
CREATE OR REPLACE FUNCTION jisr.seen_coverage_counts(first date, last date, of_team uuid)
RETURNS TABLE (what text, n bigint) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT * FROM jisr.promises_of(jisr.programme(), first, last, of_team)
  UNION ALL SELECT * FROM jisr.brief_of(jisr.programme(), first, last)
$$;

CREATE OR REPLACE FUNCTION jisr.coverage_freshness(on_day date, of_list text)
RETURNS TABLE (unit integer, state text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE here uuid := jisr.must_be_member();
BEGIN
  RETURN QUERY SELECT * FROM jisr.freshness_of(here, on_day, of_list);
END $$;
CREATE OR REPLACE FUNCTION jisr.seen_coverage_freshness(on_day date, of_list text)
RETURNS TABLE (unit integer, state text) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT * FROM jisr.freshness_of(jisr.programme(), on_day, of_list)
$$;

GRANT EXECUTE ON FUNCTION jisr.promises_of(uuid, date, date, uuid),
  jisr.brief_of(uuid, date, date), jisr.freshness_of(uuid, date, text),
  jisr.coverage_counts(date, date, uuid), jisr.seen_coverage_counts(date, date, uuid),
  jisr.coverage_freshness(date, text), jisr.seen_coverage_freshness(date, text) TO jisr_web;
