-- Another outcome and another place, in the fewest statements. What `amend_meeting` ends with.
UPDATE engagement_meeting SET outcome = 'Agreed' WHERE id = %(id)s;
DELETE FROM engagement_venue WHERE meeting_id = %(id)s;
INSERT INTO engagement_venue (meeting_id, region_id, programme_id, tlp, teams)
VALUES (%(id)s, %(elsewhere)s, %(programme)s, 2, '{}')
