-- See engagement/stakeholders/sql/repoint.sql. What was frozen on the day stays as it was written,
-- the body spoken for (frozen_organisation_id) too: the counting rule finds whom it is now.

-- Somebody who stood twice in one meeting stands there once: as a counterpart where one of the two
-- was, else as the one that is kept.
CREATE OR REPLACE FUNCTION jisr.repoint_meetings(act uuid, gone uuid, kept uuid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM jisr.set_aside(act, 'participant',
    CASE WHEN c.gone_stays THEN k.id ELSE g.id END::text,
    CASE WHEN c.gone_stays THEN g.id ELSE k.id END::text)
  FROM engagement_participant g
  JOIN engagement_participant k ON k.meeting_id = g.meeting_id AND k.stakeholder_id = kept
  CROSS JOIN LATERAL (
    SELECT g.role = 'counterpart' AND k.role <> 'counterpart' AS gone_stays) c
  WHERE g.stakeholder_id = gone ORDER BY g.meeting_id;
  -- Whoever attended in a post that both had attended in the one that stays.
  PERFORM jisr.change_values(act, 'participant', q.id::text, jsonb_build_object('post_id', s.stays))
  FROM engagement_participant q JOIN jisr.same_posts(gone, kept) s ON s.goes = q.post_id
  ORDER BY q.id;
  PERFORM jisr.move_link(act, 'participant', 'stakeholder_id', gone, kept);
  PERFORM jisr.move_link(act, 'meeting', 'arranged_through_id', gone, kept);
  PERFORM jisr.move_link(act, 'followup', 'by_id', gone, kept);
  PERFORM jisr.move_link(act, 'issueraised', 'raised_by_id', gone, kept);
END $$;
