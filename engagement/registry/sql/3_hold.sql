-- Whoever is named anywhere keeps their record until the writer is through: a merge waits and finds the
-- new row, or the writer waits, is told to begin again (40001), and finds whom it became. Participants
-- have the same in the room of meetings.

CREATE OR REPLACE FUNCTION jisr.hold_these(ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM engagement_stakeholder WHERE id = ANY(ids) ORDER BY id FOR SHARE;
  IF EXISTS (SELECT FROM engagement_stakeholder s
             WHERE s.id = ANY(ids) AND s.merged_into_id IS NOT NULL) THEN
    RAISE EXCEPTION 'somebody here was merged meanwhile' USING ERRCODE = '40001';
  END IF;
END $$;

-- TG_ARGV: the columns that name a stakeholder. Needs the transition table moved.
CREATE OR REPLACE FUNCTION jisr.hold_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  col text;
  named uuid[];
  ids uuid[] := '{}';
BEGIN
  FOREACH col IN ARRAY TG_ARGV LOOP
    EXECUTE format('SELECT array_agg(DISTINCT %1$I) FROM moved WHERE %1$I IS NOT NULL', col)
      INTO named;
    ids := ids || coalesce(named, '{}');
  END LOOP;
  IF ids <> '{}' THEN PERFORM jisr.hold_these(ids); END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION jisr.hold_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM jisr.hold_these(ARRAY[(to_jsonb(NEW) ->> TG_ARGV[0])::uuid]);
  RETURN NULL;
END $$;
DO $do$
DECLARE
  link record;
  col text;
BEGIN
  FOR link IN SELECT * FROM (VALUES
    ('stakeholdername', ARRAY['stakeholder_id']), ('stakeholdertag', ARRAY['stakeholder_id']),
    ('post', ARRAY['stakeholder_id', 'organisation_id', 'on_behalf_of_id']),
    ('assessment', ARRAY['stakeholder_id', 'parent_id']),
    ('engagementdecision', ARRAY['stakeholder_id']), ('opinion', ARRAY['stakeholder_id']),
    ('contactdetail', ARRAY['stakeholder_id']), ('meeting', ARRAY['arranged_through_id']),
    ('followup', ARRAY['by_id']), ('issueraised', ARRAY['raised_by_id']),
    ('initiative', ARRAY['lead_organisation_id']), ('inclusionavenue', ARRAY['stakeholder_id']))
    l(tab, cols) LOOP
    -- Named to come after d_root_*, which takes the stronger lock where there is one.
    EXECUTE format('CREATE OR REPLACE TRIGGER y_hold AFTER INSERT ON public.%I'
      ' REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION jisr.hold_named(%s)',
      'engagement_' || link.tab,
      (SELECT string_agg(quote_literal(c), ', ') FROM unnest(link.cols) c));
    FOREACH col IN ARRAY link.cols LOOP
      EXECUTE format('CREATE OR REPLACE TRIGGER y_hold_%2$s AFTER UPDATE OF %2$I ON public.%1$I'
        ' FOR EACH ROW WHEN (NEW.%2$I IS DISTINCT FROM OLD.%2$I AND NEW.%2$I IS NOT NULL)'
        ' EXECUTE FUNCTION jisr.hold_renamed(%2$L)', 'engagement_' || link.tab, col);
    END LOOP;
  END LOOP;
END $do$;
