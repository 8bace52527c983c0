-- Two records that a person says are one become one: docs/adr/0021. The rows of both may belong to
-- teams whose rows the merging person may not open, so it runs with the owner's rights; it checks first
-- who asks, and gives nothing back. What it did stands in a table that the web role has no right on.

CALL jisr.make_child('merge', 'stakeholder', 'kept_id');
DROP FUNCTION IF EXISTS jisr.copy_from_root();  -- of an earlier version; no trigger is left to it
CREATE OR REPLACE TRIGGER c_carry_merges AFTER UPDATE ON public.engagement_stakeholder
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.carry_down('kept_id', 'engagement_merge');

-- A record that became part of another is as open as that one, by the other's level, team and author:
-- it says who it became, and why. Before a_scope, which makes its teams.
CREATE OR REPLACE FUNCTION jisr.follow_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT k.tlp, k.lead_team_id, k.author_id INTO NEW.tlp, NEW.lead_team_id, NEW.author_id
  FROM engagement_stakeholder k WHERE k.id = NEW.merged_into_id;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER a_follow BEFORE UPDATE OF merged_into_id ON public.engagement_stakeholder
  FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION jisr.follow_kept();
CREATE OR REPLACE FUNCTION jisr.carry_to_gone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ids uuid[];
BEGIN
  SELECT array_agg(n.id) INTO ids FROM new_rows n JOIN old_rows o USING (id)
  WHERE (n.tlp, n.lead_team_id, n.author_id) IS DISTINCT FROM (o.tlp, o.lead_team_id, o.author_id);
  -- Also ends what would go on for ever: this very update has the trigger too.
  IF EXISTS (SELECT FROM engagement_stakeholder s WHERE s.merged_into_id = ANY(ids)) THEN
    UPDATE engagement_stakeholder SET merged_into_id = merged_into_id WHERE merged_into_id = ANY(ids);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER c_carry_gone AFTER UPDATE ON public.engagement_stakeholder
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.carry_to_gone();

-- Whether a row may pass from one record to the other: while the merge of the two is at work, and
-- only its own functions set it to work.
CREATE OR REPLACE FUNCTION jisr.is_merging(one uuid, other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM engagement_merge m WHERE m.working AND m.gone_id IN (one, other))
$$;

-- Whether the acting user answers for a record of this team and author: as Stakeholder.led_by.
CREATE OR REPLACE FUNCTION jisr.answers_for(here uuid, lead uuid, writer uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM engagement_membership m
    WHERE m.programme_id = here AND m.user_id = jisr.who() AND (
      m.role = 'manager' OR m.role = 'officer' AND (writer = jisr.who() OR EXISTS (
        SELECT FROM engagement_teammembership t
        WHERE t.membership_id = m.id AND t.team_id = lead))))
$$;
CREATE OR REPLACE FUNCTION jisr.leads_all(ids uuid[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*) = cardinality(ids)
  FROM engagement_stakeholder s
  WHERE s.id IN (SELECT jisr.stakeholders_to_open(ids))
    AND jisr.answers_for(s.programme_id, s.lead_team_id, s.author_id)
$$;

-- Who would come to see something of one of the two that they may not open now, were both led by a
-- team and written by somebody: over every level that stands in either record.
CREATE OR REPLACE FUNCTION jisr.newly_seeing(kept uuid, gone uuid, lead uuid, writer uuid)
RETURNS TABLE (who uuid, side uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH two AS (SELECT * FROM engagement_stakeholder WHERE id IN (kept, gone)),
  levels AS (
    SELECT s.id, s.tlp FROM two s
    UNION SELECT p.stakeholder_id, p.tlp FROM engagement_post p WHERE p.stakeholder_id IN (kept, gone)
    UNION SELECT a.stakeholder_id, a.tlp FROM engagement_assessment a
          WHERE a.stakeholder_id IN (kept, gone))
  SELECT DISTINCT n.who, s.id
  FROM levels l JOIN two s ON s.id = l.id
  CROSS JOIN LATERAL (
    SELECT jisr.openers(s.programme_id, kept, greatest(l.tlp, (SELECT max(t.tlp) FROM two t)), lead,
                        array_remove(ARRAY[lead], NULL), writer)
    EXCEPT
    SELECT jisr.openers(s.programme_id, s.id, l.tlp, s.lead_team_id, s.teams, s.author_id)) n(who)
$$;

-- Whose team and author the record has from then on: the kept one's, unless that let anybody see
-- more. `open` false: no way does, and the first one stands.
CREATE OR REPLACE FUNCTION jisr.merged_access(k public.engagement_stakeholder,
  g public.engagement_stakeholder, chosen text)
RETURNS TABLE (lead uuid, writer uuid, open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT w.lead, w.writer, NOT EXISTS (SELECT FROM jisr.newly_seeing(k.id, g.id, w.lead, w.writer))
  FROM (VALUES (1, k.lead_team_id, k.author_id, 'kept'), (2, k.lead_team_id, g.author_id, 'kept'),
               (3, g.lead_team_id, k.author_id, 'gone'), (4, g.lead_team_id, g.author_id, 'gone'))
    w(turn, lead, writer, side)
  WHERE chosen IS NULL OR chosen = w.side
  ORDER BY 3 DESC, w.turn LIMIT 1
$$;

-- What hinders a merge that both may be opened and are answered for: who would see more, and where
-- one of the two stands in the other. Ids of members only.
CREATE OR REPLACE FUNCTION jisr.merge_hindered(one uuid, other uuid, choices jsonb)
RETURNS TABLE (what text, who uuid, side uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  k engagement_stakeholder;
  g engagement_stakeholder;
  a record;
BEGIN
  PERFORM jisr.must_be_member();
  IF NOT jisr.leads_all(ARRAY[one, other]) THEN
    RAISE EXCEPTION 'not for you to merge' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO k FROM engagement_stakeholder s WHERE s.id = one;
  SELECT * INTO g FROM engagement_stakeholder s WHERE s.id = other;
  SELECT * INTO a FROM jisr.merged_access(k, g, choices ->> 'lead_team');
  RETURN QUERY
    SELECT 'widens', n.who, n.side FROM jisr.newly_seeing(one, other, a.lead, a.writer) n
    WHERE NOT a.open
    UNION ALL
    SELECT 'attended', NULL, NULL WHERE EXISTS (
      SELECT FROM engagement_post p JOIN engagement_participant q ON q.post_id = p.id
      WHERE (p.stakeholder_id, p.organisation_id) IN ((one, other), (other, one)))
    UNION ALL
    SELECT 'circle', NULL, NULL WHERE jisr.would_command_itself(one, other);
END $$;

CREATE OR REPLACE FUNCTION jisr.would_command_itself(one uuid, other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE steps AS (
    SELECT a.stakeholder_id AS below, a.parent_id AS above, daterange(a.valid_from, a.valid_to) AS span
    FROM engagement_assessment a
    WHERE a.facet = 'parent' AND a.value = 'command' AND a.standing = 'accepted'
      AND a.withdrawn_at IS NULL),
  up AS (
    SELECT s.above, s.span FROM steps s
    WHERE s.below IN (one, other) AND s.above NOT IN (one, other)
    UNION
    SELECT s.above, u.span * s.span FROM up u JOIN steps s ON s.below = u.above
    WHERE u.above NOT IN (one, other) AND u.span && s.span)
  SELECT EXISTS (SELECT FROM up WHERE above IN (one, other))
$$;

-- The act that is being written down.
CREATE OR REPLACE FUNCTION jisr.context() RETURNS uuid LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS
$$ SELECT nullif(current_setting('pghistory.context_id', true), '')::uuid $$;

-- Whether an act merged two, or took them apart, of whom the acting user may not open what its reason
-- may name: the kept one, and the other too from when it is one of its own again.
CREATE OR REPLACE FUNCTION jisr.merged_unseen(act uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER COST 1000 SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM engagement_merge m
    CROSS JOIN LATERAL (
      SELECT m.kept_id AS id UNION SELECT m.gone_id WHERE m.undone_at IS NOT NULL) s
    WHERE (m.context_id = act OR m.undone_context_id = act)
      AND s.id NOT IN (SELECT jisr.stakeholders_to_open(ARRAY[s.id])))
$$;
GRANT EXECUTE ON FUNCTION jisr.merged_unseen(uuid) TO jisr_web;

-- Who was named by the acting user in this transaction: what comes to it in a merge was made by that.
CREATE OR REPLACE FUNCTION jisr.named_now() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(g.id::text), '{}') FROM engagement_grant g
  WHERE g.granted_by_id = jisr.who() AND g.created_at = now()
$$;

-- Whoever is named on the one that went, and may open all of the one that is kept, is named on it; so
-- is whoever merges and would not see it any more, as whoever raises a row.
CREATE OR REPLACE FUNCTION jisr.name_on_kept(k public.engagement_stakeholder, gone uuid)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO engagement_grant
    (id, programme_id, root_id, user_id, granted_by_id, reason, created_at)
  SELECT gen_random_uuid(), k.programme_id, k.id, o.who, jisr.who(), 'merged', now()
  FROM jisr.openers(k.programme_id, k.id, greatest(k.tlp,
    (SELECT max(p.tlp) FROM engagement_post p WHERE p.stakeholder_id = k.id),
    (SELECT max(a.tlp) FROM engagement_assessment a WHERE a.stakeholder_id = k.id)),
    k.lead_team_id, k.teams, k.author_id) o(who)
  WHERE o.who IN (SELECT g.user_id FROM engagement_grant g WHERE g.root_id = gone)
  ON CONFLICT (root_id, user_id) DO NOTHING
$$;

-- The values of the record that is kept: as chosen, else its own where it has one; never less strict.
CREATE OR REPLACE FUNCTION jisr.merged_values(k public.engagement_stakeholder,
  g public.engagement_stakeholder, choices jsonb, lead uuid, writer uuid) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT jsonb_build_object(
    'tlp', greatest(k.tlp, g.tlp), 'lead_team_id', lead, 'author_id', writer,
    'at_risk', k.at_risk OR g.at_risk,
    'not_to_be_engaged', k.not_to_be_engaged OR g.not_to_be_engaged,
    'actor_type_id', CASE choices ->> 'actor_type' WHEN 'gone' THEN g.actor_type_id
                     ELSE k.actor_type_id END,
    'base_region_id', CASE choices ->> 'base_region' WHEN 'gone' THEN g.base_region_id
                      WHEN 'kept' THEN k.base_region_id
                      ELSE coalesce(k.base_region_id, g.base_region_id) END,
    'birth_year', CASE choices ->> 'birth_year' WHEN 'gone' THEN g.birth_year
                  WHEN 'kept' THEN k.birth_year ELSE coalesce(k.birth_year, g.birth_year) END,
    'owner_id', CASE choices ->> 'owner' WHEN 'gone' THEN g.owner_id WHEN 'kept' THEN k.owner_id
                ELSE coalesce(k.owner_id, g.owner_id) END)
$$;

-- Whoever is named on the one that goes, or on what went into it before, and not on the one that is
-- kept, would read there who it became: they are named again when it is taken apart.
CREATE OR REPLACE FUNCTION jisr.unname(act uuid, went uuid[], kept uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH unnamed AS (
    DELETE FROM engagement_grant g
    WHERE g.root_id = ANY(went) AND NOT EXISTS (
      SELECT FROM engagement_grant n WHERE n.root_id = kept AND n.user_id = g.user_id)
    RETURNING g)
  INSERT INTO engagement_mergekeep (merge_id, kind, "table", "column", rows, was, because)
  SELECT act, 'unnamed', 'grant', '', array_agg((u.g).id::text), jsonb_agg(to_jsonb(u.g)), ''
  FROM unnamed u HAVING count(*) > 0
$$;

-- How far the one that goes was open by itself; the trigger gives it the kept one's access.
CREATE OR REPLACE FUNCTION jisr.send_away(
  act uuid, g public.engagement_stakeholder, kept uuid, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE news jsonb;
BEGIN
  UPDATE engagement_stakeholder
  SET merged_into_id = kept, withdrawn_at = clock_timestamp(), withdrawn_reason = why
  WHERE id = g.id;
  SELECT to_jsonb(s) INTO news FROM engagement_stakeholder s WHERE s.id = g.id;
  INSERT INTO engagement_mergekeep (merge_id, kind, "table", "column", rows, was, became, because)
  VALUES (act, 'access', 'stakeholder', '', ARRAY[g.id::text], to_jsonb(g), news, '');
END $$;

CREATE OR REPLACE FUNCTION jisr.merge(act uuid, kept uuid, gone uuid, choices jsonb, why text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  k engagement_stakeholder;
  g engagement_stakeholder;
  a record;
  named text[];
  went uuid[];
BEGIN
  PERFORM jisr.must_be_member();
  -- In the order of their ids, whichever is kept: two merges that cross wait for one another.
  PERFORM 1 FROM engagement_stakeholder WHERE id IN (kept, gone) ORDER BY id FOR NO KEY UPDATE;
  SELECT * INTO k FROM engagement_stakeholder WHERE id = kept;
  SELECT * INTO g FROM engagement_stakeholder WHERE id = gone;
  IF kept = gone OR k.kind <> g.kind OR k.withdrawn_at IS NOT NULL OR g.withdrawn_at IS NOT NULL
    OR NOT jisr.leads_all(ARRAY[kept, gone])
    OR EXISTS (SELECT FROM jisr.merge_hindered(kept, gone, choices)) THEN
    RAISE EXCEPTION 'not for you to merge' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO a FROM jisr.merged_access(k, g, choices ->> 'lead_team');
  named := jisr.named_now();
  INSERT INTO engagement_merge
    (id, kept_id, gone_id, by_id, at, reason, choices, working, undone_reason, programme_id, tlp,
     teams, context_id)
  VALUES (act, kept, gone, jisr.who(), clock_timestamp(), why, choices, true, '', k.programme_id, 0,
          '{}', jisr.context());
  INSERT INTO engagement_mergekeep (merge_id, kind, "table", "column", rows, was, because)
  SELECT act, 'before', 'stakeholdername', '', coalesce(array_agg(n.id::text ORDER BY n.id), '{}'),
         jsonb_agg(to_jsonb(n) ORDER BY n.id), ''
  FROM engagement_stakeholdername n WHERE n.stakeholder_id = gone;
  PERFORM jisr.name_on_kept(k, gone);
  IF jisr.who() NOT IN (SELECT jisr.openers(k.programme_id, kept, greatest(k.tlp, g.tlp), a.lead,
                                            array_remove(ARRAY[a.lead], NULL), a.writer)) THEN
    INSERT INTO engagement_grant
      (id, programme_id, root_id, user_id, granted_by_id, reason, created_at)
    VALUES (gen_random_uuid(), k.programme_id, kept, jisr.who(), jisr.who(), 'raised', now());
  END IF;
  SELECT array_agg(s.id) INTO went FROM engagement_stakeholder s
  WHERE s.id = gone OR s.merged_into_id = gone;
  PERFORM jisr.change_values(act, 'stakeholder', kept::text,
                             jisr.merged_values(k, g, choices, a.lead, a.writer));
  PERFORM jisr.repoint_meetings(act, gone, kept);
  PERFORM jisr.repoint_stakeholders(act, gone, kept,
                                    coalesce(choices ->> 'name', '') = 'gone', why);
  PERFORM jisr.repoint_briefs(act, gone, kept);
  -- Last, when nothing of its own is left that its new access would be carried to.
  PERFORM jisr.send_away(act, g, kept, why);
  PERFORM jisr.unname(act, went, kept);
  PERFORM jisr.recount_bodies(went);
  INSERT INTO engagement_mergekeep (merge_id, kind, "table", "column", rows, because)
  SELECT act, 'named', 'grant', '', coalesce(array_agg(n.id), '{}'), ''
  FROM (SELECT unnest(jisr.named_now()) EXCEPT SELECT unnest(named)) n(id);
  INSERT INTO engagement_mergekeep (merge_id, kind, "table", "column", rows, was, because)
  SELECT act, 'after', 'stakeholder', '', ARRAY[kept::text], to_jsonb(s), ''
  FROM engagement_stakeholder s WHERE s.id = kept;
  UPDATE engagement_merge SET working = false WHERE id = act;
END $$;

GRANT EXECUTE ON FUNCTION jisr.merge_hindered(uuid, uuid, jsonb),
  jisr.merge(uuid, uuid, uuid, jsonb, text) TO jisr_web;
