"""The wall: functions, triggers, rights and policies, applied after every migrate.

They are made anew each time from the rooms' SQL files and from the rule, so they cannot drift
from either. Closed by default: a table in no list here gives the web role nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engagement.access.rule import rule_sql

#: The rooms in order; each may bring functions and triggers in `sql/*.sql`.
ROOMS = ("access", "audit", "names", "stakeholders", "meetings", "briefs", "coverage", "reports")
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
}
#: Tables of which no history is written: reports are frozen, and facts keep their own past.
WITHOUT_HISTORY = ("report", "reportfile", "coveragefact")
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
    "pghistory_context",
)
#: Tables the web role has no right on at all.
CLOSED = (
    "engagement_membershipevent",
    "engagement_coveragecell",
    "engagement_coveragedelta",
    "engagement_coveragepast",
    "engagement_coveragebuild",
)


def _policy(table: str, command: str, using: str = "", check: str = "") -> str:
    name = f"jisr_{command.lower()}"
    clauses = (f" USING ({using})" if using else "") + (f" WITH CHECK ({check})" if check else "")
    return (
        f"DROP POLICY IF EXISTS {name} ON public.{table};\n"
        f"CREATE POLICY {name} ON public.{table} FOR {command} TO jisr_web{clauses};\n"
    )


def _open(table: str, rights: str) -> str:
    return (
        f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY;\n"
        f"REVOKE ALL ON public.{table} FROM jisr_web;\n"
        f"GRANT {rights} ON public.{table} TO jisr_web;\n"
    )


def _scoped(name: str, root: str, rights: str) -> str:
    table, rule = f"engagement_{name}", rule_sql("id" if name in TEAM_OWNED else root)
    # A root is written in its author's own name; a child copies its root's author.
    own = root == "id" or name in TEAM_OWNED
    insert = f"({rule}) AND author_id = jisr.who()" if own else rule
    sql = _open(table, rights) + _policy(table, "SELECT", using=rule)
    if "INSERT" in rights:
        sql += _policy(table, "INSERT", check=insert)
    if "UPDATE" in rights:
        sql += _policy(table, "UPDATE", using=rule, check=rule)
    if "DELETE" in rights:
        sql += _policy(table, "DELETE", using=rule)
    return sql


def _history(event: str, name: str, root: str) -> str:
    then = rule_sql("pgh_obj_id" if root == "id" or name in TEAM_OWNED else root)
    now = f"EXISTS (SELECT FROM public.engagement_{name} n WHERE n.id = pgh_obj_id)"
    if "DELETE" in SCOPED[name][1]:  # the row may be gone: its root speaks for it
        owner = root.removesuffix("_id").replace("_", "")
        now = f"EXISTS (SELECT FROM public.engagement_{owner} n WHERE n.id = {root})"
    table = f"engagement_{event}"
    return _open(table, "SELECT") + _policy(table, "SELECT", using=f"({then}) AND {now}")


def _own_policies() -> str:
    mine = (
        "programme_id = jisr.programme() AND (user_id = jisr.who() OR granted_by_id = jisr.who())"
    )
    roots = " OR ".join(
        f"EXISTS (SELECT FROM public.engagement_{name} r WHERE r.id = {{column}})" for name in ROOTS
    )
    change = " OR ".join(
        f"(object_type = '{name}'"
        f" AND EXISTS (SELECT FROM public.engagement_{name} r WHERE r.id = object_id))"
        for name in ROOTS
    )
    here = "programme_id = jisr.programme() AND user_id = jisr.who()"
    return (
        _open("engagement_grant", "SELECT, INSERT")
        + _policy("engagement_grant", "SELECT", using=mine)
        + _policy(
            "engagement_grant",
            "INSERT",
            check="programme_id = jisr.programme() AND granted_by_id = jisr.who()"
            f" AND ({roots.format(column='root_id')})",
        )
        + _open("engagement_change", "SELECT")
        + _policy(
            "engagement_change", "SELECT", using=f"programme_id = jisr.programme() AND ({change})"
        )
        + _open("engagement_export", "SELECT, INSERT")
        + _policy("engagement_export", "SELECT", using=here)
        + _policy("engagement_export", "INSERT", check=here)
        + _open("engagement_savedview", "SELECT, INSERT, UPDATE, DELETE")
        + _policy("engagement_savedview", "SELECT", using=here)
        + _policy("engagement_savedview", "INSERT", check=here)
        + _policy("engagement_savedview", "UPDATE", using=here, check=here)
        + _policy("engagement_savedview", "DELETE", using=here)
        + _open("engagement_consistencycheck", "SELECT")
        + _policy("engagement_consistencycheck", "SELECT", using="programme_id = jisr.programme()")
        + _contexts()
    )


def _contexts() -> str:
    # A reason may name whom it protects: it is read by whoever may open something that the act
    # wrote, and by whoever gave it.
    using = (
        "metadata ->> 'programme' = jisr.programme()::text"
        " AND (metadata ->> 'actor' = jisr.who()::text OR jisr.wrote_to_open(id))"
    )
    return _open("pghistory_context", "SELECT") + _policy("pghistory_context", "SELECT", using)


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


def _to_open(name: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION jisr.{name}s_to_open(ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT id FROM public.engagement_{name} WHERE id = ANY(ids) AND jisr.who() IS NOT NULL
  AND {rule_sql("id")}
$$;
"""  # noqa: S608  the rule is ours, and takes no input


#: Of these rows, the ones that the acting user may open; by the rule, for triggers only.
TO_OPEN_SQL = _to_open("meeting") + _to_open("stakeholder")


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
    files = [path for room in ROOMS for path in sorted((_HOME / room / "sql").glob("*.sql"))]
    functions = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return functions + TO_OPEN_SQL + _wrote_to_open() + HISTORY_SQL + policy_sql(tables)
