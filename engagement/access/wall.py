"""The wall: functions, triggers, rights and policies, applied after every migrate.

They are made anew each time from the rooms' SQL files and from the rule, so they cannot drift
from either. Closed by default: a table in no list here gives the web role nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from engagement.access.openings import openings_sql
from engagement.access.rule import rule_sql

#: The rooms in order; each may bring functions and triggers in `sql/*.sql`.
ROOMS = (
    *("access", "audit", "names", "stakeholders", "meetings", "briefs", "coverage", "reports"),
    "registry",
)
_HOME = Path(__file__).resolve().parent.parent

#: Scoped tables: name without the app's prefix -> (root column, rights of the web role).
SCOPED = {
    "stakeholder": ("id", "SELECT, INSERT, UPDATE"),
    "stakeholdername": ("stakeholder_id", "SELECT, INSERT, UPDATE, DELETE"),
    "stakeholdertag": ("stakeholder_id", "SELECT, INSERT, UPDATE, DELETE"),
    "post": ("stakeholder_id", "SELECT, INSERT, UPDATE"),
    "assessment": ("stakeholder_id", "SELECT, INSERT, UPDATE"),
    "engagementdecision": ("stakeholder_id", "SELECT, INSERT, UPDATE"),
    "opinion": ("stakeholder_id", "SELECT, INSERT, UPDATE"),
    "contactdetail": ("stakeholder_id", "SELECT, INSERT, UPDATE"),
    "meeting": ("id", "SELECT, INSERT, UPDATE"),
    "guestteam": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "venue": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "participant": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "subject": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "followup": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "issueraised": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "attachment": ("meeting_id", "SELECT, INSERT, UPDATE"),
    "recommendation": ("id", "SELECT, INSERT, UPDATE"),
    "target": ("recommendation_id", "SELECT, INSERT, UPDATE"),
    "recommendationaddressee": ("recommendation_id", "SELECT, INSERT, UPDATE, DELETE"),
    "meetingrecommendation": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "strategicassessment": ("id", "SELECT, INSERT, UPDATE"),
    "strategicassessmentregion": ("strategic_assessment_id", "SELECT, INSERT, UPDATE, DELETE"),
    "incident": ("id", "SELECT, INSERT, UPDATE"),
    "initiative": ("id", "SELECT, INSERT, UPDATE"),
    "inclusionavenue": ("id", "SELECT, INSERT, UPDATE"),
    "report": ("id", "SELECT, INSERT, UPDATE"),
    "reportfile": ("report_id", "SELECT, INSERT"),
    "coveragefact": ("meeting_id", "SELECT"),
    "merge": ("kept_id", "SELECT"),
}
#: Tables of which no history is written: reports are frozen, facts and merges keep their own past.
WITHOUT_HISTORY = ("report", "reportfile", "coveragefact", "merge")
#: Rows of a stakeholder that belong to the team that wrote them, not to the root's: who is named on
#: the stakeholder does not see them for that.
TEAM_OWNED = ("opinion", "contactdetail")
#: Roots with a version, in the change log; a report has none.
ROOTS = tuple(name for name, (root, _rights) in SCOPED.items() if root == "id" and name != "report")
#: Tables of history: event table -> (table it records, root column).
HISTORY = {
    f"{name}event": (name, root)
    for name, (root, _rights) in SCOPED.items()
    if name not in WITHOUT_HISTORY
}
#: Tables that hold no rows of the register or the log, with the web role's rights.
UNSCOPED = {
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "auth_permission": "SELECT",
    "account_emailaddress": "SELECT, INSERT, UPDATE, DELETE",
    "account_emailconfirmation": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accessattempt": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accessattemptexpiration": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accessfailurelog": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accesslog": "SELECT, INSERT, UPDATE, DELETE",
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "django_session": "SELECT, INSERT, UPDATE, DELETE",
    "mfa_authenticator": "SELECT, INSERT, UPDATE, DELETE",
    "engagement_user": "SELECT, INSERT, UPDATE",
    "engagement_user_groups": "SELECT",
    "engagement_user_user_permissions": "SELECT",
    "engagement_programme": "SELECT, INSERT, UPDATE",
    "engagement_team": "SELECT, INSERT, UPDATE",
    "engagement_membership": "SELECT, INSERT, UPDATE",
    "engagement_teammembership": "SELECT, INSERT, UPDATE, DELETE",
    "engagement_region": "SELECT",
    "engagement_regioncode": "SELECT",
    "engagement_population": "SELECT",
    "engagement_governoratelist": "SELECT",
    "engagement_governoratelistentry": "SELECT",
    "engagement_programmearea": "SELECT, INSERT, UPDATE",
    "engagement_greatercapital": "SELECT, INSERT, DELETE",
    "engagement_actortype": "SELECT",
    "engagement_partnerkey": "SELECT, INSERT, UPDATE",
    "engagement_brief": "SELECT, INSERT, UPDATE",
    "engagement_addressee": "SELECT, INSERT, UPDATE",
    "engagement_teamaddressee": "SELECT, INSERT, UPDATE, DELETE",
    "engagement_job": "SELECT, INSERT, UPDATE",
    "engagement_letter": "SELECT, INSERT, UPDATE",
    "engagement_reportschedule": "SELECT, INSERT, UPDATE",
    "engagement_schedulerecipient": "SELECT, INSERT, DELETE",
    "engagement_closedperiod": "SELECT, INSERT",
    # Beat's own, as the web role: they name tasks, and hold no row of a programme.
    **{
        f"django_celery_beat_{name}": "SELECT, INSERT, UPDATE"
        for name in ("periodictask", "periodictasks", "intervalschedule", "crontabschedule")
    },
    **{f"django_celery_beat_{name}schedule": "SELECT" for name in ("clocked", "solar")},
}
#: Tables with row security of their own shape, below.
OWN_POLICIES = (
    "engagement_grant",
    "engagement_change",
    "engagement_export",
    "engagement_savedview",
    "engagement_consistencycheck",
    "engagement_duplicatepair",
    "engagement_duplicatepairevent",
    "engagement_duplicatescan",
    "pghistory_context",
)
#: Tables the web role has no right on at all.
CLOSED = (
    "engagement_membershipevent",
    "engagement_coveragecell",
    "engagement_coveragedelta",
    "engagement_coveragepast",
    "engagement_coveragebuild",
    "engagement_mergekeep",
)


def _policy(table: str, command: str, using: str = "", check: str = "") -> str:
    name = f"jisr_{command.lower()}"
    clauses = (f" USING ({using})" if using else "") + (f" WITH CHECK ({check})" if check else "")
    return (
        f"DROP POLICY IF EXISTS {name} ON public.{table};\n"
        f"CREATE POLICY {name} ON public.{table} FOR {command} TO jisr_web{clauses};\n"
    )


def _scoped(name: str, root: str, rights: str) -> str:
    rule = rule_sql("id" if name in TEAM_OWNED else root)
    # A root is written in its author's own name; a child copies its root's author.
    own = root == "id" or name in TEAM_OWNED
    insert = f"({rule}) AND author_id = jisr.who()" if own else rule
    return _opened(f"engagement_{name}", rights, rule, insert)


def _opened(table: str, rights: str, rule: str, insert: str = "") -> str:
    """The rights, each with one rule; `insert` where that for new rows is another."""
    sql = (
        f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY;\n"
        f"REVOKE ALL ON public.{table} FROM jisr_web;\n"
        f"GRANT {rights} ON public.{table} TO jisr_web;\n"
    )
    for right in rights.split(", "):
        using = "" if right == "INSERT" else rule
        check = {"INSERT": insert or rule, "UPDATE": rule}.get(right, "")
        sql += _policy(table, right, using=using, check=check)
    return sql


def _history(event: str, name: str, root: str) -> str:
    then = rule_sql("pgh_obj_id" if root == "id" or name in TEAM_OWNED else root)
    now = f"EXISTS (SELECT FROM public.engagement_{name} n WHERE n.id = pgh_obj_id)"
    if "DELETE" in SCOPED[name][1]:  # the row may be gone: its root speaks for it
        owner = root.removesuffix("_id").replace("_", "")
        now = f"EXISTS (SELECT FROM public.engagement_{owner} n WHERE n.id = {root})"
    return _opened(f"engagement_{event}", "SELECT", f"({then}) AND {now}")


def _own_policies() -> str:
    programme = "programme_id = jisr.programme()"
    mine = f"{programme} AND (user_id = jisr.who() OR granted_by_id = jisr.who())"
    roots = " OR ".join(
        f"EXISTS (SELECT FROM public.engagement_{name} r WHERE r.id = {{column}})" for name in ROOTS
    )
    change = " OR ".join(
        f"(object_type = '{name}'"
        f" AND EXISTS (SELECT FROM public.engagement_{name} r WHERE r.id = object_id))"
        for name in ROOTS
    )
    here = f"{programme} AND user_id = jisr.who()"
    # A pair is for whoever may open both: the policies of the register judge each side.
    pair = programme + "".join(
        f" AND EXISTS (SELECT FROM public.engagement_stakeholder s WHERE s.id = {side}_id)"
        for side in ("one", "other")
    )
    given = f"{programme} AND granted_by_id = jisr.who() AND ({roots.format(column='root_id')})"
    unjudged = f"{pair} AND verdict = ''"
    return (
        _opened("engagement_grant", "SELECT, INSERT", mine, given)
        + _opened("engagement_change", "SELECT", f"{programme} AND ({change})")
        + _opened("engagement_export", "SELECT, INSERT", here)
        + _opened("engagement_savedview", "SELECT, INSERT, UPDATE, DELETE", here)
        + _opened("engagement_consistencycheck", "SELECT", programme)
        + _opened("engagement_duplicatepair", "SELECT, INSERT, UPDATE", pair)
        + "GRANT DELETE ON public.engagement_duplicatepair TO jisr_web;\n"
        + _policy("engagement_duplicatepair", "DELETE", using=unjudged)
        + _opened("engagement_duplicatepairevent", "SELECT", pair)
        + _opened("engagement_duplicatescan", "SELECT, INSERT, UPDATE", here)
        + _contexts()
    )


def _contexts() -> str:
    # A reason may name whom it protects: it is read by whoever may open something that the act
    # wrote, and by whoever gave it.
    using = (
        "metadata ->> 'programme' = jisr.programme()::text"
        " AND (metadata ->> 'actor' = jisr.who()::text OR jisr.wrote_to_open(id))"
    )
    return _opened("pghistory_context", "SELECT", using)


def policy_sql(tables: Iterable[str]) -> str:
    """Rights and policies for the tables there are; idempotent."""
    there = set(tables)
    parts = ["REVOKE ALL ON ALL TABLES IN SCHEMA public FROM jisr_web;\n"]
    for table, rights in UNSCOPED.items():
        if table in there:
            parts.append(f"GRANT {rights} ON public.{table} TO jisr_web;\n")
    for name, (root, rights) in SCOPED.items():
        parts.append(_scoped(name, root, rights))
    for event, (name, root) in HISTORY.items():
        parts.append(_history(event, name, root))
    parts.append(_own_policies())
    parts.append("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO jisr_web;\n")
    return "".join(parts)


def _wrote_to_open() -> str:
    """With the rights of whoever asks, so that row security judges each event.

    In the policy itself it would be planned anew for each statement that reads a reason, over all
    these tables with their policies: longer than the reading takes. A function keeps its plans.
    """
    asked = "".join(
        f"  IF EXISTS (SELECT FROM public.engagement_{event} e WHERE e.pgh_context_id = act)"
        " THEN RETURN true; END IF;\n"
        for event in HISTORY
    )
    return f"""
CREATE OR REPLACE FUNCTION jisr.wrote_to_open(act uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
{asked}  RETURN false;
END $$;
GRANT EXECUTE ON FUNCTION jisr.wrote_to_open(uuid) TO jisr_web;
"""


#: History is written by the owner, and the web role can neither forge nor silence it.
HISTORY_SQL = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT false $$;
DO $do$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
           AND (p.proname LIKE 'pgtrigger\\_%' OR p.proname = '_pgh_attach_context') LOOP
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER'
                   ' SET search_path = pg_catalog, public, pg_temp', f);
  END LOOP;
END $do$;
DO $do$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p
           WHERE p.pronamespace IN ('public'::regnamespace, 'jisr'::regnamespace)
           AND p.proowner = current_user::regrole LOOP
    EXECUTE format('REVOKE EXECUTE ON ROUTINE %s FROM PUBLIC', f);
  END LOOP;
  EXECUTE format('REVOKE CREATE, TEMP ON DATABASE %I FROM PUBLIC', current_database());
END $do$;
"""


def wall_sql(tables: Iterable[str]) -> str:
    """Everything, in one text to be run as the owner in one transaction."""
    columns = {n: "id" if n in TEAM_OWNED else root for n, (root, _rights) in SCOPED.items()}
    first, *others = ("\n".join(_files(room)) for room in ROOMS)
    # The rooms' functions ask the rule, which stands on the context alone.
    functions = first + openings_sql(columns) + "\n".join(others)
    return functions + _wrote_to_open() + HISTORY_SQL + policy_sql(tables)


def _files(room: str) -> list[str]:
    texts = (path.read_text("utf-8") for path in sorted((_HOME / room / "sql").glob("*.sql")))
    return [re.sub(r"\$RULE\((\w+)\)\$", lambda found: rule_sql(found[1]), text) for text in texts]
