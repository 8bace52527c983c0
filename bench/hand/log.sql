-- A held meeting with one place and three people, in the fewest statements; the triggers of the log
-- set its level, freeze what is known of the people and write history. What `log_meeting` ends with.
INSERT INTO engagement_meeting
  (id, programme_id, author_id, lead_team_id, tlp, own_tlp, teams, version, touched, request_hash,
   created_at, logged_at, withdrawn_reason, kind, status, reason, mode, held_on, outcome, summary,
   purpose, participation_level, asked_by, not_attributable, to_complete)
VALUES (%(id)s, %(programme)s, %(user)s, %(team)s, 2, 2, '{}', 1, '', '', now(), now(), '',
        'engagement', 'held', '', 'in_person', %(day)s, '', '', '', '', '', false, false);
INSERT INTO engagement_venue (meeting_id, region_id, programme_id, tlp, teams)
VALUES (%(id)s, %(place)s, %(programme)s, 2, '{}');
INSERT INTO engagement_participant
  (meeting_id, stakeholder_id, role, at_their_place, frozen_relation, frozen_basis, frozen_title,
   frozen_seniority, programme_id, tlp, teams)
SELECT %(id)s, who, 'counterpart', false, '', '', '', '', %(programme)s, 2, '{}'
FROM unnest(%(people)s::uuid[]) who
