"""The rule as functions of the owner's: which of some rows the actor may open, and who opens a row.

For triggers and for what runs past row security; made from the rule, like the policies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engagement.access.rule import BRANCHES, CEILINGS, rule_sql


def openings_sql(columns: Mapping[str, str]) -> str:
    """All of them, over the scoped tables with the column that holds their root's id."""
    return _to_open("meeting") + _to_open("stakeholder") + _open_among(columns) + _openers()


def _to_open(name: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION jisr.{name}s_to_open(ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT id FROM public.engagement_{name} WHERE id = ANY(ids) AND jisr.who() IS NOT NULL
  AND {rule_sql("id")}
$$;
"""  # noqa: S608  the rule is ours, and takes no input


def _open_among(columns: Mapping[str, str]) -> str:
    """Of these rows of a table, the ones that the acting user may open; any kind of key as text."""
    cases = "".join(
        f"    WHEN '{name}' THEN RETURN QUERY SELECT id::text FROM public.engagement_{name}"  # noqa: S608
        f" WHERE id::text = ANY(ids) AND {rule_sql(root)};\n"
        for name, root in columns.items()
        if name != "coveragefact"  # it has no key of its own
    )
    return f"""
CREATE OR REPLACE FUNCTION jisr.open_among(what text, ids text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF jisr.who() IS NULL THEN RETURN; END IF;
  CASE what
{cases}    ELSE RAISE EXCEPTION 'no such table' USING ERRCODE = '22023';
  END CASE;
END $$;
"""


def _openers() -> str:
    """Every member who may open a row of this level, led and written so, under this root.

    The branches speak of the acting user; here each member stands in their place. Partners are
    none: what they see follows from their agreement, and nobody names them.
    """
    ceilings = " ".join(f"WHEN '{role}' THEN {level}" for role, level in CEILINGS.items())
    branches = " OR ".join(f"({branch.sql.format(root='root')})" for branch in BRANCHES)
    for own, theirs in (
        ("jisr.ceiling()", "w.ceiling"),
        ("jisr.teams()", "w.own"),
        ("jisr.who()", "m.user_id"),
        ("jisr.programme()", "here"),
        ("jisr.agreed()", "-1"),
    ):
        branches = branches.replace(own, theirs)
    return f"""
CREATE OR REPLACE FUNCTION jisr.openers(
  here uuid, root uuid, level integer, lead uuid, theirs uuid[], writer uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m.user_id
  FROM public.engagement_membership m
  JOIN public.engagement_user u ON u.id = m.user_id AND u.is_active
  CROSS JOIN LATERAL (
    SELECT CASE m.role {ceilings} END AS ceiling,
           CASE WHEN m.role = 'officer' THEN ARRAY(
             SELECT t.team_id FROM public.engagement_teammembership t WHERE t.membership_id = m.id)
           ELSE '{{}}'::uuid[] END AS own) w
  CROSS JOIN (SELECT level AS tlp, lead AS lead_team_id, theirs AS teams, writer AS author_id) r
  WHERE m.programme_id = here AND m.role <> 'partner' AND ({branches})
$$;
"""  # noqa: S608  the rule is ours, and takes no input


def wrote_to_open_sql(events: Iterable[str]) -> str:
    """Whether an act wrote anything to open, with the rights of whoever asks: row security judges.

    In the policy itself it would be planned anew for each statement that reads a reason, over all
    these tables with their policies: longer than the reading takes. A function keeps its plans.
    What a merge wrote elsewhere, in a meeting for example, does not open its reason.
    """
    asked = "".join(
        f"  IF EXISTS (SELECT FROM public.engagement_{event} e WHERE e.pgh_context_id = act)"
        " THEN RETURN true; END IF;\n"
        for event in events
    )
    return f"""
CREATE OR REPLACE FUNCTION jisr.wrote_to_open(act uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF jisr.merged_unseen(act) THEN RETURN false; END IF;
{asked}  RETURN false;
END $$;
GRANT EXECUTE ON FUNCTION jisr.wrote_to_open(uuid) TO jisr_web;
"""
