-- What the indicators read beside the first screen, over the base tables: who the bodies are, how
-- high, what for, how deep, at whose wish, and security or greater Baghdad beside the place. One row
-- per number: what, two keys, meetings. Equals the cells, as bench/by_hand.py tells them:
--
--   bodies         state/hybrid/non-state/international/undetermined | -     meetings
--   type           actor type | bodies in the meeting                        bodies
--   level          highest rank | -                                          meetings
--   purpose        security, other | -                                       meetings
--   participation  level of it | -                                           meetings
--   asked          by whom | -                                               meetings
--   met            security, hybrid, civilians | all, beyond                 beyond: on the spot
--   there          governorate | the same three                              on the spot
--   heard          governorate | group, or one of the three                  on the spot
--   cross          whole/beyond/capital/abroad | relations met, security     on the spot
--   greater        whole/beyond/inside/may be inside/abroad | -              on the spot
WITH area AS (
  SELECT a.* FROM engagement_programmearea a WHERE a.programme_id = %(programme)s),
-- Under which governorate a region counts, by list; a foreign one counts as its country.
home AS MATERIALIZED (
  SELECT l.code AS list, r.id AS region_id, e.counted_in_id AS unit, true AS inside, u.capital
  FROM engagement_governoratelist l CROSS JOIN engagement_region r
  JOIN engagement_governoratelistentry e
    ON e.list_id = l.code AND e.region_id IN (r.id, r.parent_id)
  JOIN engagement_region u ON u.id = e.counted_in_id
  JOIN area ON l.country_id = area.country_id
  UNION ALL
  SELECT l.code, r.id, coalesce(p.parent_id, r.parent_id, r.id), false, false
  FROM engagement_governoratelist l CROSS JOIN engagement_region r
  LEFT JOIN engagement_region p ON p.id = r.parent_id
  JOIN area ON coalesce(p.parent_id, r.parent_id, r.id) <> area.country_id),
-- What belongs to greater Baghdad beside the capital: a place in it, or one that may lie in it.
nearby AS MATERIALIZED (
  SELECT r.id AS region_id,
         bool_or(g.region_id IN (r.id, r.parent_id)) AS inside,
         bool_or(d.parent_id = r.id) AS perhaps
  FROM engagement_greatercapital g JOIN engagement_region d ON d.id = g.region_id
  JOIN engagement_region r ON r.id IN (d.id, d.parent_id) OR r.parent_id = d.id
  WHERE g.programme_id = %(programme)s GROUP BY r.id),
counted AS MATERIALIZED (
  SELECT m.id, m.mode IN ('in_person', 'partly_online') AS spot, m.participation_level, m.asked_by,
         CASE WHEN m.purpose IN ('training', 'operations', 'equipment', 'liaison') THEN 'security'
              WHEN m.purpose <> '' THEN 'other' ELSE '' END AS purpose,
         CASE WHEN m.held_on >= area.list_of_19_from THEN '19' ELSE '18' END AS list
  FROM engagement_meeting m JOIN area USING (programme_id)
  WHERE m.held_on BETWEEN %(first)s AND %(last)s AND m.status = 'held' AND m.kind = 'engagement'
    AND m.duplicate_of_id IS NULL AND m.withdrawn_at IS NULL
    AND EXISTS (SELECT FROM engagement_participant p
                WHERE p.meeting_id = m.id AND p.role = 'counterpart')),
faces AS MATERIALIZED (
  SELECT c.id, c.list, c.spot, p.frozen_base_id AS base, p.frozen_seniority AS rank,
         coalesce(p.frozen_organisation_id, p.stakeholder_id) AS body,
         t.code, t."group" AS kind,
         t.security_actor AS security,
         coalesce(nullif(p.frozen_relation, ''), 'undetermined') AS relation
  FROM counted c JOIN engagement_participant p ON p.meeting_id = c.id
  JOIN engagement_actortype t ON t.code = p.frozen_type_id
  WHERE p.role = 'counterpart'),
bodies AS MATERIALIZED (
  SELECT DISTINCT id, body, code, relation FROM faces),
who AS MATERIALIZED (
  SELECT id, count(*) AS heads,
         concat_ws('/', count(*) FILTER (WHERE relation = 'state'),
           count(*) FILTER (WHERE relation = 'hybrid'),
           count(*) FILTER (WHERE relation = 'non_state'),
           count(*) FILTER (WHERE relation = 'international'),
           count(*) FILTER (WHERE relation = 'undetermined')) AS by_relation,
         string_agg(DISTINCT relation, ' ' ORDER BY relation) AS relations
  FROM bodies GROUP BY id),
-- The groups met in a meeting, and what cuts across them.
kinds AS MATERIALIZED (
  SELECT DISTINCT f.id, k.kind, k.across
  FROM faces f CROSS JOIN LATERAL (
    VALUES (f.kind, false), (CASE WHEN f.security THEN 'security' END, true),
      (CASE WHEN f.relation = 'hybrid' THEN 'hybrid' END, true),
      (CASE WHEN f.kind IN ('civil_society', 'communities') THEN 'civilians' END, true)
  ) k(kind, across) WHERE k.kind IS NOT NULL),
venues AS MATERIALIZED (
  SELECT c.id, h.unit, h.inside, h.capital,
         bool_and(h.capital OR coalesce(n.inside, false)) AS greater,
         bool_or(NOT h.capital AND NOT coalesce(n.inside OR n.perhaps, false)) AS outside
  FROM counted c JOIN engagement_venue v ON v.meeting_id = c.id
  JOIN home h ON h.list = c.list AND h.region_id = v.region_id
  LEFT JOIN nearby n ON n.region_id = v.region_id
  WHERE c.spot GROUP BY c.id, h.unit, h.inside, h.capital),
places AS MATERIALIZED (
  SELECT c.id, count(v.unit) AS whole, count(*) FILTER (WHERE v.capital) AS capital,
         count(*) FILTER (WHERE v.inside AND NOT v.capital) AS beyond,
         count(*) FILTER (WHERE NOT v.inside) AS abroad,
         count(*) FILTER (WHERE v.inside AND v.greater) AS greater,
         count(*) FILTER (WHERE v.inside AND NOT v.greater AND NOT v.outside) AS perhaps
  FROM counted c LEFT JOIN venues v ON v.id = c.id WHERE c.spot GROUP BY c.id)
SELECT 'bodies', by_relation, '', count(*) FROM who GROUP BY 2
UNION ALL
SELECT 'type', b.code, w.heads::text, count(*) FROM bodies b JOIN who w USING (id) GROUP BY 2, 3
UNION ALL
SELECT 'level', coalesce(best, ''), '', count(*)
FROM (SELECT (array_agg(f.rank ORDER BY r.place) FILTER (WHERE r.place > 0))[1] AS best
      FROM faces f
      LEFT JOIN (VALUES (1, 'ministerial'), (2, 'senior'), (3, 'middle'), (4, 'local'),
                        (5, 'societal')) r(place, rank) ON r.rank = f.rank
      GROUP BY f.id) ranks GROUP BY 2
UNION ALL SELECT 'purpose', purpose, '', count(*) FROM counted GROUP BY 2
UNION ALL SELECT 'participation', participation_level, '', count(*) FROM counted GROUP BY 2
UNION ALL SELECT 'asked', asked_by, '', count(*) FROM counted GROUP BY 2
UNION ALL SELECT 'met', kind, 'all', count(*) FROM kinds WHERE across GROUP BY 2
UNION ALL
SELECT 'met', kind, 'beyond', count(*) FROM kinds JOIN places USING (id)
WHERE across AND beyond > 0 GROUP BY 2
UNION ALL
SELECT 'there', v.unit::text, k.kind, count(*) FROM venues v JOIN kinds k USING (id)
WHERE v.inside AND k.across GROUP BY 2, 3
UNION ALL
SELECT 'heard', f.unit::text, k.kind, count(*)
FROM (SELECT DISTINCT f.id, h.unit FROM faces f
      JOIN home h ON h.list = f.list AND h.region_id = f.base AND h.inside WHERE f.spot) f
JOIN kinds k USING (id) GROUP BY 2, 3
UNION ALL
SELECT 'cross', concat_ws('/', p.whole, p.beyond, p.capital, p.abroad),
       concat_ws(' ', w.relations, s.kind), count(*)
FROM places p JOIN who w USING (id)
LEFT JOIN kinds s ON s.id = p.id AND s.across AND s.kind = 'security' GROUP BY 2, 3
UNION ALL
SELECT 'greater', concat_ws('/', whole, beyond, greater, perhaps, abroad), '', count(*)
FROM places WHERE EXISTS (SELECT FROM nearby) GROUP BY 2
