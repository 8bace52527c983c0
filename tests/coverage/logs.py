"""A small log with everything that a rule of counting tells apart, and what it comes to by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from engagement.meetings.codes import Mode, Reason, Status
from engagement.meetings.drafts import Attendance
from engagement.stakeholders.models import Stakeholder
from tests.cast import Cast, meet, register

Kind = Stakeholder.Kind
#: Name -> (actor type, base, kind): all seven groups, and one of whom it is not known.
PEOPLE: dict[str, tuple[str, str, str]] = {
    "official": ("federal_executive", "baghdad", Kind.PERSON),
    "police": ("local_police", "basra", Kind.PERSON),
    "unit": ("pmf_unit", "anbar", Kind.UNIT),
    "ngo": ("cso_ngo", "wasit", Kind.PERSON),
    "sheikh": ("tribe", "basra", Kind.PERSON),
    "village": ("community_committee", "diyala", Kind.COMMUNITY),
    "party": ("political_party", "baghdad", Kind.PERSON),
    "un": ("un", "baghdad", Kind.PERSON),
    "stranger": ("not_sure", "", Kind.PERSON),
}


def small_log(cast: Cast, day: date) -> None:
    """Fourteen counted meetings in the sixteen days to a day, twelve of them on the spot.

    Beyond the capital 11/2 (basra 2, anbar, half of one in Baghdad and Basra, wasit, diyala), in it
    9/2, abroad 1, unknown 1.
    """
    people = {
        name: register(cast.amal, name, kind, base, kind=what)
        for name, (kind, base, what) in PEOPLE.items()
    }
    days = iter(range(16))

    def at(*places: str, who: str, by: Any = cast.amal, **more: Any) -> None:
        met = tuple(people[name] for name in who.split())
        meet(by, *places, who=met, held_on=day - timedelta(days=next(days)), **more)

    at("baghdad", who="official")
    at("baghdad", who="official")
    at("baghdad", who="official police")
    at("basra", who="sheikh police", guest_team_ids=(cast.partner.pk,))
    at("basra", who="ngo")
    at("anbar", who="unit")
    at("baghdad", "basra", who="ngo official")
    at("jordan", who="party official")
    at(who="stranger")
    at("wasit", who="un")
    at(who="sheikh", mode=Mode.REMOTE)
    at(who="unit", mode=Mode.INTERMEDIARY)
    at("baghdad", who="party", by=cast.carla)
    at("muthanna", who="sheikh", status=Status.NOT_HELD, reason=Reason.SECURITY)
    at("basra", who="sheikh", status=Status.CANCELLED, reason=Reason.BY_US)
    forty = Attendance(stakeholder_id=people["village"].pk, headcount=40)
    meet(
        cast.amal,
        "diyala",
        who=(forty,),
        mode=Mode.PARTLY_ONLINE,
        held_on=day - timedelta(days=next(days)),
    )
