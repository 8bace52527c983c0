-- What the rule reads on a meeting: the strictest of its own level, its participants', the posts
-- they attend in and its attachments', and the teams in it. Computed in the row's own trigger, so that every way of writing ends with it right.

CREATE OR REPLACE FUNCTION jisr.strictest_in(meeting uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN  -- in PL/pgSQL, which keeps its plan
  RETURN greatest(
    (SELECT max(s.tlp) FROM engagement_participant p
     JOIN engagement_stakeholder s ON s.id = p.stakeholder_id WHERE p.meeting_id = meeting),
    (SELECT max(q.tlp) FROM engagement_participant p
     JOIN engagement_post q ON q.id = p.post_id WHERE p.meeting_id = meeting),
    (SELECT max(a.own_tlp) FROM engagement_attachment a
     WHERE a.meeting_id = meeting AND a.withdrawn_at IS NULL));
END $$;
CREATE OR REPLACE FUNCTION jisr.meeting_before() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.tlp := NEW.own_tlp;
  NEW.teams := ARRAY[NEW.lead_team_id];
  IF TG_OP = 'UPDATE' THEN
    NEW.tlp := greatest(NEW.own_tlp, jisr.strictest_in(NEW.id));
    NEW.teams := NEW.teams || ARRAY(
      SELECT g.team_id FROM public.engagement_guestteam g
      WHERE g.meeting_id = NEW.id AND g.team_id <> NEW.lead_team_id ORDER BY g.team_id);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER a_scope BEFORE INSERT OR UPDATE ON public.engagement_meeting
  FOR EACH ROW EXECUTE FUNCTION jisr.meeting_before();
CALL jisr.make_root('meeting');

-- A duplicate points to its canonical meeting, without chains.
CREATE OR REPLACE FUNCTION jisr.meeting_no_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.engagement_meeting WHERE id = NEW.duplicate_of_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM public.engagement_meeting
             WHERE id = NEW.duplicate_of_id AND duplicate_of_id IS NOT NULL)
     OR EXISTS (SELECT FROM public.engagement_meeting WHERE duplicate_of_id = NEW.id) THEN
    RAISE EXCEPTION 'a duplicate points to a canonical meeting' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_no_chain BEFORE INSERT OR UPDATE ON public.engagement_meeting
  FOR EACH ROW WHEN (NEW.duplicate_of_id IS NOT NULL) EXECUTE FUNCTION jisr.meeting_no_chain();

-- Children copy before their policy judges them.
DO $do$
DECLARE child text;
BEGIN
  FOREACH child IN ARRAY ARRAY['guestteam', 'venue', 'subject', 'participant', 'followup',
                               'issueraised', 'attachment'] LOOP
    CALL jisr.make_copier(child, 'meeting', 'meeting_id');
  END LOOP;
END $do$;

-- What is known of somebody on a day. They speak for the body of the post they attend in; with none
-- recorded, for that of the one post they held on the day, and type and relation stay their own. The
-- relation to the state is that of the assessment accepted for the day; without one, the default of
-- the actor type. `level` and `here` are the meeting's.
CREATE OR REPLACE FUNCTION jisr.known_on(
  stakeholder uuid, post uuid, day date, level integer, here uuid[])
RETURNS TABLE (title text, seniority text, organisation_id uuid, type_id text, relation text,
               basis text, assessment_id uuid, base_id bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN  -- in PL/pgSQL, which keeps its plan
  IF day IS NULL THEN RETURN; END IF;  -- coverage's rule asks so where it reads what was frozen
  RETURN QUERY WITH held AS (
    SELECT p.title::text AS title, p.seniority::text AS seniority, p.organisation_id
    FROM engagement_post p WHERE p.id = post
    UNION ALL
    SELECT min(p.title), min(p.seniority), min(p.organisation_id::text)::uuid
    FROM engagement_post p
    WHERE post IS NULL AND p.stakeholder_id = stakeholder AND p.withdrawn_at IS NULL
      -- A post that not everybody may open who opens the meeting would be told by it.
      AND (p.tlp <= 1 OR p.tlp <= level AND here <@ p.teams)
      AND daterange(p.valid_from, p.valid_to) @> day
    HAVING count(*) = 1)
  SELECT coalesce(h.title, ''), coalesce(h.seniority, ''), h.organisation_id, t.code::text,
         coalesce(a.value, t.default_relation)::text,
         CASE WHEN a.id IS NULL THEN 'type' ELSE 'assessment' END, a.id, themselves.base_region_id
  FROM engagement_stakeholder themselves
  LEFT JOIN held h ON true
  JOIN engagement_stakeholder s
    ON s.id = CASE WHEN post IS NULL THEN stakeholder ELSE h.organisation_id END
  JOIN engagement_actortype t ON t.code = s.actor_type_id
  LEFT JOIN engagement_assessment a
    ON a.stakeholder_id = s.id AND a.facet = 'relation' AND a.standing = 'accepted'
    AND a.withdrawn_at IS NULL AND daterange(a.valid_from, a.valid_to) @> day
  WHERE themselves.id = stakeholder;
END $$;

-- What is true of a participant on the day is written down when the meeting becomes held, and
-- stays. By the owner: an officer who makes a planned meeting held may not see everybody in it.
CREATE OR REPLACE FUNCTION jisr.freeze_participant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  m record;
  k record;
BEGIN
  SELECT held_on, tlp, teams INTO m FROM public.engagement_meeting
  WHERE id = NEW.meeting_id AND status = 'held';
  IF NOT FOUND THEN RETURN NEW; END IF;
  SELECT * INTO k FROM jisr.known_on(NEW.stakeholder_id, NEW.post_id, m.held_on, m.tlp, m.teams);
  NEW.frozen_title := k.title;
  NEW.frozen_seniority := k.seniority;
  NEW.frozen_organisation_id := k.organisation_id;
  NEW.frozen_at := now();
  NEW.frozen_type_id := k.type_id;
  NEW.frozen_relation := k.relation;
  NEW.frozen_basis := k.basis;
  NEW.frozen_assessment_id := k.assessment_id;
  NEW.frozen_base_id := k.base_id;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_freeze BEFORE INSERT OR UPDATE ON public.engagement_participant
  FOR EACH ROW WHEN (NEW.frozen_at IS NULL) EXECUTE FUNCTION jisr.freeze_participant();

-- Lock in id order, then compute in a second statement: its snapshot is newer than the lock, so
-- the strictest level of a writer we waited for is not lost.
CREATE OR REPLACE FUNCTION jisr.recompute_meetings(ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  mark text := jisr.mark();
  moving uuid[];
BEGIN
  PERFORM 1 FROM public.engagement_meeting WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
  -- Written anew is what this transaction has not moved yet, and what its rows make another. Meetings
  -- that come with their children are neither, and were written again for each kind of children.
  SELECT array_agg(m.id) INTO moving FROM public.engagement_meeting m
  WHERE m.id = ANY(ids) AND (
    m.touched <> mark OR m.tlp <> greatest(m.own_tlp, jisr.strictest_in(m.id))
    OR m.teams <> m.lead_team_id || ARRAY(
      SELECT g.team_id FROM public.engagement_guestteam g
      WHERE g.meeting_id = m.id AND g.team_id <> m.lead_team_id ORDER BY g.team_id));
  IF moving IS NULL THEN RETURN; END IF;
  -- Whoever's act raised it stays on as a named person; only where they could open it before, or
  -- raising a stakeholder would open every meeting with them.
  INSERT INTO public.engagement_grant
    (id, programme_id, root_id, user_id, granted_by_id, reason, created_at)
  SELECT gen_random_uuid(), m.programme_id, m.id, jisr.who(), jisr.who(), 'raised', now()
  FROM public.engagement_meeting m
  WHERE m.id IN (SELECT jisr.meetings_to_open(moving)) AND m.author_id IS DISTINCT FROM jisr.who()
    AND m.tlp < jisr.strictest_in(m.id)
  ON CONFLICT (root_id, user_id) DO NOTHING;
  UPDATE public.engagement_meeting SET touched = touched WHERE id = ANY(moving);
END $$;

-- The stakeholders of new participants keep their level until this transaction ends: a writer who
-- raises one waits for us and finds the new meeting, or we wait and read the new level.
CREATE OR REPLACE FUNCTION jisr.hold_stakeholders() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.engagement_stakeholder
  WHERE id IN (SELECT stakeholder_id FROM moved) ORDER BY id FOR SHARE;
  -- One of them became part of another while we waited: the writer begins again, and finds whom.
  IF EXISTS (SELECT FROM public.engagement_stakeholder s
             WHERE s.id IN (SELECT stakeholder_id FROM moved) AND s.merged_into_id IS NOT NULL) THEN
    RAISE EXCEPTION 'somebody here was merged meanwhile' USING ERRCODE = '40001';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER c_hold AFTER INSERT ON public.engagement_participant
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION jisr.hold_stakeholders();

CREATE OR REPLACE FUNCTION jisr.meeting_carry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE child text;
BEGIN
  FOREACH child IN ARRAY ARRAY['engagement_guestteam', 'engagement_venue',
                               'engagement_subject', 'engagement_participant',
                               'engagement_followup', 'engagement_issueraised',
                               'engagement_attachment'] LOOP
    EXECUTE format(
      'UPDATE public.%I c SET tlp = n.tlp, lead_team_id = n.lead_team_id, teams = n.teams,'
      ' author_id = n.author_id FROM new_rows n WHERE c.meeting_id = n.id AND'
      ' (c.tlp, c.lead_team_id, c.teams, c.author_id)'
      ' IS DISTINCT FROM (n.tlp, n.lead_team_id, n.teams, n.author_id)', child);
  END LOOP;
  UPDATE public.engagement_participant p  -- held no longer: what was frozen then is void
  SET frozen_at = NULL, frozen_type_id = NULL, frozen_relation = '', frozen_basis = '',
      frozen_base_id = NULL, frozen_assessment_id = NULL, frozen_title = '',
      frozen_seniority = '', frozen_organisation_id = NULL
  FROM new_rows n WHERE p.meeting_id = n.id AND n.status <> 'held' AND p.frozen_at IS NOT NULL;
  UPDATE public.engagement_participant p SET frozen_at = NULL  -- its own trigger fills it
  FROM new_rows n WHERE p.meeting_id = n.id AND n.status = 'held' AND p.frozen_at IS NULL;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER c_carry AFTER UPDATE ON public.engagement_meeting
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION jisr.meeting_carry();

CREATE OR REPLACE FUNCTION jisr.meeting_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF pg_trigger_depth() > 1 THEN RETURN NULL; END IF;  -- our own carrying down
  PERFORM jisr.recompute_meetings(ARRAY(SELECT DISTINCT meeting_id FROM moved));
  RETURN NULL;
END $$;
DO $do$
DECLARE child text;
BEGIN
  FOREACH child IN ARRAY ARRAY['engagement_guestteam', 'engagement_venue',
                               'engagement_subject', 'engagement_participant',
                               'engagement_followup', 'engagement_issueraised',
                               'engagement_attachment'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER d_root_i AFTER INSERT ON public.%I'
      ' REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION jisr.meeting_child()',
      child);
    EXECUTE format('CREATE OR REPLACE TRIGGER d_root_u AFTER UPDATE ON public.%I'
      ' REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION jisr.meeting_child()',
      child);
    EXECUTE format('CREATE OR REPLACE TRIGGER d_root_d AFTER DELETE ON public.%I'
      ' REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION jisr.meeting_child()',
      child);
  END LOOP;
END $do$;

-- A stakeholder's level moved: their meetings follow.
CREATE OR REPLACE FUNCTION jisr.meetings_of_stakeholders() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  SELECT array_agg(DISTINCT p.meeting_id) INTO ids
  FROM new_rows n JOIN old_rows o USING (id)
  JOIN public.engagement_participant p ON p.stakeholder_id = n.id WHERE n.tlp <> o.tlp;
  IF ids IS NOT NULL THEN PERFORM jisr.recompute_meetings(ids); END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER d_meetings AFTER UPDATE ON public.engagement_stakeholder
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.meetings_of_stakeholders();

-- A post became stricter, by the body it names: the meetings attended in it follow.
CREATE OR REPLACE FUNCTION jisr.meetings_of_posts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  SELECT array_agg(DISTINCT p.meeting_id) INTO ids
  FROM new_rows n JOIN old_rows o USING (id)
  JOIN public.engagement_participant p ON p.post_id = n.id WHERE n.tlp <> o.tlp;
  IF ids IS NOT NULL THEN PERFORM jisr.recompute_meetings(ids); END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER e_meetings AFTER UPDATE ON public.engagement_post
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.meetings_of_posts();
