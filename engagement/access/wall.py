"""The wall: functions, triggers, rights and policies, applied after every migrate.

They are made anew each time from the rooms' SQL files and from the rule, so they cannot drift
from either. Closed by default: a table in no list here gives the web role nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from engagement.access.openings import openings_sql, wrote_to_open_sql
from engagement.access.rights import ALSO, HISTORY, ROOMS, ROOTS, SCOPED, TEAM_OWNED, UNSCOPED
from engagement.access.rule import AGREEMENT, rule_sql

#: Whoever is a manager, by the level they see up to.
MANAGES = "jisr.ceiling() >= 3"
_HOME = Path(__file__).resolve().parent.parent


def _policy(table: str, command: str, using: str = "", check: str = "") -> str:
    name = f"jisr_{command.lower()}"
    clauses = (f" USING ({using})" if using else "") + (f" WITH CHECK ({check})" if check else "")
    return (
        f"DROP POLICY IF EXISTS {name} ON public.{table};\n"
        f"CREATE POLICY {name} ON public.{table} FOR {command} TO jisr_web{clauses};\n"
    )


def _scoped(name: str, root: str, rights: str) -> str:
    rule = rule_sql("id" if name in TEAM_OWNED else root) + _also(name)
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
    root_id = "pgh_obj_id" if root == "id" or name in TEAM_OWNED else root
    then = rule_sql(root_id, without=AGREEMENT)
    now = f"EXISTS (SELECT FROM public.engagement_{name} n WHERE n.id = pgh_obj_id)"
    if "DELETE" in SCOPED[name][1]:  # the row may be gone: its root speaks for it
        owner = root.removesuffix("_id").replace("_", "")
        now = f"EXISTS (SELECT FROM public.engagement_{owner} n WHERE n.id = {root})"
    return _opened(f"engagement_{event}", "SELECT", f"({then}) AND {now}{_also(event)}")


def _also(name: str) -> str:
    return f" AND ({ALSO[name]})" if name in ALSO else ""


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
    became = (
        "became IS NULL OR EXISTS (SELECT FROM public.engagement_stakeholder r WHERE r.id = became)"
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
        + _opened("engagement_change", "SELECT", f"{programme} AND ({change}) AND ({became})")
        + _opened("engagement_export", "SELECT, INSERT", here)
        + _opened("engagement_savedview", "SELECT, INSERT, UPDATE, DELETE", here)
        + _opened("engagement_consistencycheck", "SELECT", programme)
        + _opened("engagement_duplicatepair", "SELECT, INSERT, UPDATE", pair)
        + "GRANT DELETE ON public.engagement_duplicatepair TO jisr_web;\n"
        + _policy("engagement_duplicatepair", "DELETE", using=unjudged)
        + _opened("engagement_duplicatepairevent", "SELECT", pair)
        + _opened("engagement_duplicatescan", "SELECT, INSERT, UPDATE", here)
        + _given(programme)
        + _batches(here)
        + _workbooks(programme)
        + _contexts()
    )


def _given(programme: str) -> str:
    """What a partner was given: for itself, and for managers."""
    feed = "agreement_id IN (SELECT s.agreement_id FROM public.engagement_share s)"
    shared = f"{programme} AND (partner_id = jisr.who() OR {MANAGES})"
    taken = f"{programme} AND partner_id = jisr.who()"
    return (
        _opened("engagement_share", "SELECT", shared)
        + _opened("engagement_feed", "SELECT", feed)
        + _opened("engagement_snapshot", "SELECT, INSERT, UPDATE", taken)
        + _opened("engagement_snapshotpiece", "SELECT, INSERT", taken)
    )


def _batches(here: str) -> str:
    """What programs send: their requests, their names of records, and what clashed."""
    managers = f"programme_id = jisr.programme() AND (user_id = jisr.who() OR {MANAGES})"
    mine = "EXISTS (SELECT FROM public.engagement_batch b WHERE b.id = batch_id AND b.user_id = "
    now = " OR ".join(
        f"EXISTS (SELECT FROM public.engagement_{name} r WHERE r.id = object_id)"
        for name in ("stakeholder", "meeting")
    )
    named = f"{here} OR programme_id = jisr.programme() AND {MANAGES} AND ({now})"
    clash = f"({rule_sql('object_id', without=AGREEMENT)}) AND ({now})"
    return (
        _opened("engagement_batch", "SELECT, INSERT, UPDATE", here)
        + _policy("engagement_batch", "SELECT", using=managers)
        + _opened("engagement_batchanswer", "SELECT, INSERT", f"{mine} jisr.who())")
        + _opened("engagement_externalreference", "SELECT, INSERT, UPDATE", named, here)
        + _opened("engagement_syncconflict", "SELECT, INSERT, UPDATE", clash)
    )


def _workbooks(programme: str) -> str:
    """Workbooks of partners: their counts are the programme's, their content is whose they are."""
    brought = f"{programme} AND uploaded_by_id = jisr.who()"
    either = f"{programme} AND jisr.who() IN (uploaded_by_id, partner_id)"
    taken = f"{programme} AND partner_id = jisr.who()"
    return (
        _opened("engagement_workbook", "SELECT, INSERT", programme, brought)
        + "GRANT UPDATE ON public.engagement_workbook TO jisr_web;\n"
        + _policy("engagement_workbook", "UPDATE", using=taken, check=taken)
        + _opened("engagement_workbookpart", "SELECT, INSERT", either)
        + "GRANT DELETE ON public.engagement_workbookpart TO jisr_web;\n"
        + _policy("engagement_workbookpart", "DELETE", using=taken)
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
    return functions + wrote_to_open_sql(HISTORY) + HISTORY_SQL + policy_sql(tables)


def _files(room: str) -> list[str]:
    texts = (path.read_text("utf-8") for path in sorted((_HOME / room / "sql").glob("*.sql")))
    return [re.sub(r"\$RULE\((\w+)\)\$", lambda found: rule_sql(found[1]), text) for text in texts]
