-- The place figures (I1, visited, heard, tried), counted by docs/method.md. Every statement of the
-- rule stands here once; the same text is created twice: `place_*` counts what the programme did
-- (owner's rights, membership checked first, no ids out), `seen_place_*` counts what the caller may
-- open (caller's rights, under row security). Their difference is the number of rows a reader may
-- not open.

-- The unit a region counts under on a day: its governorate, folded by the list in force on that
-- day, or the country where it is abroad.
CREATE OR REPLACE FUNCTION jisr.place_unit(region bigint, programme uuid, day date)
RETURNS bigint LANGUAGE sql STABLE AS $$
  WITH RECURSIVE up AS (
    SELECT r.id, r.parent_id, r.kind FROM public.engagement_region r WHERE r.id = region
    UNION ALL
    SELECT r.id, r.parent_id, r.kind FROM public.engagement_region r JOIN up ON r.id = up.parent_id
  )
  SELECT CASE WHEN home.id IS NULL THEN land.id ELSE coalesce(e.counted_in_id, home.id) END
  FROM up AS land
  LEFT JOIN public.engagement_programmearea a ON a.programme_id = programme
  LEFT JOIN up AS home ON home.kind = 'governorate' AND land.id = a.country_id
  LEFT JOIN public.engagement_governoratelist l ON l.country_id = a.country_id
    AND l.code = CASE WHEN day >= a.list_of_19_from THEN '19' ELSE '18' END
  LEFT JOIN public.engagement_governoratelistentry e ON e.list_id = l.code
    AND e.region_id = home.id
  WHERE land.kind = 'country'
$$;
GRANT EXECUTE ON FUNCTION jisr.place_unit(bigint, uuid, date) TO jisr_web;

DO $do$
DECLARE
  prefix text;
  rights text;
  gate text;
BEGIN
  FOREACH prefix IN ARRAY ARRAY['place', 'seen_place'] LOOP
    rights := CASE prefix WHEN 'place' THEN 'SECURITY DEFINER' ELSE 'SECURITY INVOKER' END;
    gate := CASE prefix WHEN 'place' THEN 'jisr.must_be_member()' ELSE 'jisr.programme()' END;

    -- Meetings by place: one row per (mode, part, whole) with its number of meetings. `part` is
    -- beyond, capital, abroad or unknown; a meeting in k places gives k rows of whole k.
    EXECUTE format($f$
      CREATE OR REPLACE FUNCTION jisr.%I(first date, last date, team uuid)
      RETURNS TABLE (mode text, part text, whole integer, parts bigint)
      LANGUAGE plpgsql STABLE %s SET search_path = pg_catalog, public, pg_temp AS $body$
      DECLARE here uuid := %s;
      BEGIN
        RETURN QUERY
        WITH counted AS (
          SELECT m.id, m.mode, m.held_on FROM public.engagement_meeting m
          WHERE m.programme_id = here AND m.status = 'held' AND m.kind = 'engagement'
            AND m.duplicate_of_id IS NULL AND m.withdrawn_at IS NULL
            AND m.held_on BETWEEN first AND last AND (team IS NULL OR team = ANY(m.teams))
            AND EXISTS (SELECT FROM public.engagement_participant p
                        WHERE p.meeting_id = m.id AND p.role = 'counterpart')),
        places AS (
          SELECT DISTINCT c.id, c.mode::text AS mode, u.unit FROM counted c
          LEFT JOIN public.engagement_venue v ON v.meeting_id = c.id
          LEFT JOIN LATERAL (SELECT jisr.place_unit(v.region_id, here, c.held_on) AS unit) u
            ON true),
        sized AS (SELECT p.*, count(p.unit) OVER (PARTITION BY p.id) AS k FROM places p)
        SELECT s.mode, CASE WHEN s.unit IS NULL THEN 'unknown' WHEN r.kind = 'country' THEN 'abroad'
                            WHEN r.capital THEN 'capital' ELSE 'beyond' END,
               greatest(s.k, 1)::integer, count(*)
        FROM sized s LEFT JOIN public.engagement_region r ON r.id = s.unit
        GROUP BY 1, 2, 3;
      END $body$ $f$, prefix || '_parts', rights, gate);

    -- Governorate by governorate, whole meetings: visited, heard on the spot, heard from afar,
    -- heard through someone, tried and failed.
    EXECUTE format($f$
      CREATE OR REPLACE FUNCTION jisr.%I(first date, last date, team uuid)
      RETURNS TABLE (unit bigint, measure text, meetings bigint)
      LANGUAGE plpgsql STABLE %s SET search_path = pg_catalog, public, pg_temp AS $body$
      DECLARE here uuid := %s;
      BEGIN
        RETURN QUERY
        WITH chosen AS (
          SELECT m.id, m.mode, m.held_on, m.status, m.reason FROM public.engagement_meeting m
          WHERE m.programme_id = here AND m.kind = 'engagement'
            AND m.duplicate_of_id IS NULL AND m.withdrawn_at IS NULL
            AND m.held_on BETWEEN first AND last AND (team IS NULL OR team = ANY(m.teams))),
        counted AS (
          SELECT c.* FROM chosen c WHERE c.status = 'held'
            AND EXISTS (SELECT FROM public.engagement_participant p
                        WHERE p.meeting_id = c.id AND p.role = 'counterpart')),
        rows AS (
          SELECT DISTINCT c.id, u.unit, 'visited' AS measure FROM counted c
          JOIN public.engagement_venue v ON v.meeting_id = c.id,
          LATERAL (SELECT jisr.place_unit(v.region_id, here, c.held_on) AS unit) u
          WHERE c.mode IN ('in_person', 'partly_online')
          UNION ALL
          SELECT DISTINCT c.id, u.unit,
            CASE WHEN c.mode IN ('in_person', 'partly_online') THEN 'heard' ELSE 'heard_' || c.mode END
          FROM counted c
          JOIN public.engagement_participant p ON p.meeting_id = c.id AND p.role = 'counterpart',
          LATERAL (SELECT jisr.place_unit(p.frozen_base_id, here, c.held_on) AS unit) u
          UNION ALL
          SELECT DISTINCT c.id, u.unit, 'tried' FROM chosen c
          JOIN public.engagement_venue v ON v.meeting_id = c.id,
          LATERAL (SELECT jisr.place_unit(v.region_id, here, c.held_on) AS unit) u
          WHERE c.status IN ('cancelled', 'not_held') AND c.reason <> 'by_us')
        SELECT r.unit, r.measure, count(*) FROM rows r WHERE r.unit IS NOT NULL GROUP BY 1, 2;
      END $body$ $f$, prefix || '_governorates', rights, gate);

    -- How sure: counted meetings, and how many of them were logged within seven days.
    EXECUTE format($f$
      CREATE OR REPLACE FUNCTION jisr.%I(first date, last date, team uuid)
      RETURNS TABLE (counted bigint, timely bigint)
      LANGUAGE plpgsql STABLE %s SET search_path = pg_catalog, public, pg_temp AS $body$
      DECLARE here uuid := %s;
      BEGIN
        RETURN QUERY
        SELECT count(*), count(*) FILTER (
          WHERE (m.logged_at AT TIME ZONE g.time_zone)::date - m.held_on <= 7)
        FROM public.engagement_meeting m
        JOIN public.engagement_programme g ON g.id = m.programme_id
        WHERE m.programme_id = here AND m.status = 'held' AND m.kind = 'engagement'
          AND m.duplicate_of_id IS NULL AND m.withdrawn_at IS NULL
          AND m.held_on BETWEEN first AND last AND (team IS NULL OR team = ANY(m.teams))
          AND EXISTS (SELECT FROM public.engagement_participant p
                      WHERE p.meeting_id = m.id AND p.role = 'counterpart');
      END $body$ $f$, prefix || '_timeliness', rights, gate);

    EXECUTE format('GRANT EXECUTE ON FUNCTION jisr.%I(date, date, uuid),'
      ' jisr.%I(date, date, uuid), jisr.%I(date, date, uuid) TO jisr_web',
      prefix || '_parts', prefix || '_governorates', prefix || '_timeliness');
  END LOOP;
END $do$;
