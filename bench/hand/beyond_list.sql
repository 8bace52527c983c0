-- The first page of the meetings behind "beyond the capital": what the list of the drill-down shows
-- of each, over the base tables, of what an officer may open.
SELECT m.id, m.held_on, m.mode, m.outcome,
       (SELECT array_agg(r.label_en) FROM engagement_venue v
        JOIN engagement_region r ON r.id = v.region_id WHERE v.meeting_id = m.id) AS places,
       (SELECT array_agg(n.text) FROM engagement_participant p
        JOIN engagement_stakeholdername n ON n.stakeholder_id = p.stakeholder_id
        WHERE p.meeting_id = m.id) AS people
FROM engagement_meeting m
WHERE m.programme_id = %(programme)s AND m.held_on BETWEEN %(first)s AND %(last)s
  AND m.status = 'held' AND m.kind = 'engagement' AND m.duplicate_of_id IS NULL
  AND m.withdrawn_at IS NULL AND m.mode IN ('in_person', 'partly_online')
  AND (m.tlp <= 1 OR m.teams && ARRAY[%(team)s::uuid] OR m.author_id = %(user)s)
  AND EXISTS (SELECT FROM engagement_participant p
              WHERE p.meeting_id = m.id AND p.role = 'counterpart')
  AND EXISTS (SELECT FROM engagement_venue v JOIN engagement_region r ON r.id = v.region_id
              JOIN engagement_programmearea a ON a.programme_id = m.programme_id
              LEFT JOIN engagement_region p ON p.id = r.parent_id
              WHERE v.meeting_id = m.id AND NOT r.capital AND NOT coalesce(p.capital, false)
                AND a.country_id IN (r.id, r.parent_id, p.parent_id))
ORDER BY m.held_on DESC, m.id DESC LIMIT 50
