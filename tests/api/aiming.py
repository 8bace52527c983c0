"""Fuzzing that meets rows: some of the ids and versions made up become those of what is there."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from engagement.access.scope import acting_as
from engagement.briefs.actions import install_brief
from engagement.briefs.models import Recommendation
from engagement.stakeholders.models import Stakeholder
from tests.api.calls import (
    Caller,
    a_claim,
    a_meeting,
    a_post,
    a_stakeholder,
    an_assessment,
    an_incident,
    an_initiative,
)
from tests.cast import Cast, register

#: What stands first in an address after the version -> an id there.
Rows = dict[str, str]
#: What a kind of row hangs on, itself among it.
NEEDED = {
    "posts": {"stakeholders", "posts"},
    "assessments": {"stakeholders", "assessments"},
    "stakeholders": {"stakeholders", "posts", "assessments"},
    "meetings": {"meetings", "recommendations"},
    "follow-ups": {"meetings", "follow-ups"},
    "issues": {"meetings", "issues"},
    "coverage": {"meetings"},
}
#: Those that hang on nothing.
PLAIN = ("strategic-assessments", "incidents", "initiatives", "recommendations")
VERSION = re.compile(r'(W/)?"[0-9]{1,9}(-[0-9a-f]{1,64})?"')


def rows_to_meet(cast: Cast, kind: str = "") -> Rows:
    """A row of each kind, or of one and those it hangs on: Amal's, by the start of its address."""
    wanted = NEEDED.get(kind, {kind}) if kind else {*NEEDED, *PLAIN}
    found: Rows = {}
    if wanted & {"recommendations"}:
        found["recommendations"] = _recommendation(cast)
    amal, person, meeting = Caller(cast.amal), a_stakeholder(), a_meeting(cast)
    promise = {"id": str(UUID(int=7)), "text": "Send it", "meeting": meeting["id"]}
    for name, at, sent in (
        ("stakeholders", "stakeholders/", person),
        ("posts", f"stakeholders/{person['id']}/posts/", {"id": str(UUID(int=9))}),
        ("assessments", f"stakeholders/{person['id']}/assessments/", a_claim()),
        ("meetings", "meetings/", meeting),
        ("follow-ups", "follow-ups/", promise),
        ("issues", "issues/", promise),
        ("strategic-assessments", "strategic-assessments/", an_assessment()),
        ("incidents", "incidents/", an_incident()),
        ("initiatives", "initiatives/", an_initiative()),
    ):
        if name in wanted:
            whole = a_post(_body(cast), **sent) if name == "posts" else sent
            answer = amal.post(at, whole)
            assert answer.status_code == 201, (at, answer.content)
            found[name] = str(sent["id"])
    return found


def _body(cast: Cast) -> Stakeholder:
    return register(cast.amal, "Ministry", "federal_executive", kind="organisation")


def _recommendation(cast: Cast) -> str:
    with acting_as(cast.bassam, "brief.installed"):
        install_brief(cast.bassam)
        first = Recommendation.objects.visible_to(cast.bassam).first()
    return str(first.pk)


def aim(case: Any, rows: Rows) -> None:
    """Turn half of the well-formed ids into a row's, and of the versions into the first.

    What is malformed stays so: it is to be refused.
    """
    kind = case.path.split("/")[3]
    for name, row in (("id", rows.get(kind)), ("recommendation", rows.get("recommendations"))):
        given = case.path_parameters.get(name)
        if row and _half(given):
            case.path_parameters[name] = row
    given = case.headers.get("If-Match", "") if case.headers else ""
    if isinstance(given, str) and VERSION.fullmatch(given) and len(given) % 2:
        case.headers["If-Match"] = '"1"'


def _half(given: Any) -> bool:
    try:
        return UUID(str(given)).int % 2 == 0 and len(str(given)) == 36
    except ValueError:
        return False
