"""What is written from the rule: docs/access.md and the reviewed text of the policies.

`python -m tests.architecture.pages` writes both anew; the diff is what a reviewer reads.
"""

from __future__ import annotations

import os
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
ACCESS_PAGE = HOME / "docs" / "access.md"
POLICIES = HOME / "tests" / "access" / "policies.sql"

INTRODUCTION = """\
# Who may open a row

This page is written from the rule itself (`engagement/access/rule.py`); a test fails when it \
differs. The same table makes the filter of every list and the row security of PostgreSQL, so a \
list, a page, a count and a hand-written query open the same rows.

A row belongs to one programme, and nothing crosses programmes. It has a level, by the Traffic \
Light Protocol 2.0 of FIRST:

| level | who may see this |
|---|---|
"""
BRANCHES_TITLE = """
## The rule

A row is opened when it is in the programme one works in, and at least one of these is true:

| | |
|---|---|
"""
NOTES = """
## What follows from it

- A meeting's level is the strictest of its own and of everybody's in it. It rises silently, and \
the officer is told. Whoever raised it, or wrote it, still sees it; whoever could not open it \
before is not let in by raising somebody in it.
- Everything of a meeting (places, people, teams, follow-ups) has the meeting's level.
- An opinion and a contact detail belong to the team that wrote them, at least AMBER; whoever is \
named on the stakeholder does not see them by that.
- A post or an assessment that names another body is as protected as the stricter of the two.
- History is opened by the rule twice: as the row was then, and as it is now.
- An administrator looks after accounts, and opens no content by that role.
- Two records that are made one are as strict as the stricter of them, and seen by nobody who \
could not open both. The one that went is as open as the one that is kept; once they are taken \
apart again, what the merge says is for whoever may open both.
- Whoever is named on a record stays so, and its page says who named whom, when and why.
- Programme figures count every row and show no ids and no names; a figure says how many of its \
rows the reader may not open.
- No context, no rows: outside a block of `acting_as` the database shows nothing.
"""


def access_page() -> str:
    """The text of docs/access.md."""
    from engagement.access.rule import BRANCHES
    from engagement.access.tlp import Tlp

    levels = "".join(f"| {tlp.code} | {tlp.label} |\n" for tlp in Tlp)
    branches = "".join(f"| {branch.name} | {branch.words} |\n" for branch in BRANCHES)
    return INTRODUCTION + levels + BRANCHES_TITLE + branches + NOTES


def policies() -> str:
    """The text of the rights and policies of every table."""
    from engagement.access.rights import UNSCOPED
    from engagement.access.wall import policy_sql

    return policy_sql(UNSCOPED)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    ACCESS_PAGE.write_text(access_page(), encoding="utf-8")
    POLICIES.write_text(policies(), encoding="utf-8")
