-- Whom was tried and failed, by group and reason, over the base tables: those met too, which the
-- gaps leave out. What was not held froze nobody: the group is that of today, of the body that they
-- were to speak for.
SELECT t."group", m.reason, count(DISTINCT m.id)
FROM engagement_meeting m
JOIN engagement_participant p ON p.meeting_id = m.id AND p.role = 'counterpart'
LEFT JOIN engagement_post o ON o.id = p.post_id
JOIN engagement_stakeholder s ON s.id = coalesce(o.organisation_id, p.stakeholder_id)
JOIN engagement_actortype t ON t.code = s.actor_type_id
WHERE m.programme_id = %(programme)s AND m.held_on BETWEEN %(first)s AND %(last)s
  AND m.status IN ('cancelled', 'not_held') AND m.reason <> 'by_us' AND m.kind = 'engagement'
  AND m.duplicate_of_id IS NULL AND m.withdrawn_at IS NULL
GROUP BY 1, 2
