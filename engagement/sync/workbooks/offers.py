"""What a template offers to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from engagement.access.tlp import Tlp
from engagement.meetings.codes import Kind, Mode, ParticipationLevel, Purpose, Reason, Status, Whose
from engagement.regions.models import ProgrammeArea, Region
from engagement.regions.references import code_of
from engagement.stakeholders.models import ActorType, Stakeholder
from engagement.sync.models import Agreement

Options = list[tuple[str, str]]


def code_lists(agreement: Agreement) -> Mapping[str, tuple[str, Options]]:
    """List -> its title, and code with label; what the agreement covers comes alone. Two
    statements."""
    return {
        "kind": (_("Kind of stakeholder"), _labels(Stakeholder.Kind.choices)),
        "actor_type": (_("Actor types"), _actor_types(agreement)),
        "region": (_("Regions"), _regions(agreement)),
        "status": (_("Did it happen?"), _labels(Status.choices)),
        "reason": (_("Why it was not held"), _labels(Reason.choices)),
        "mode": (_("How you met"), _labels(Mode.choices)),
        "meeting_kind": (_("Kind of meeting"), _labels(Kind.choices)),
        "purpose": (_("Purpose"), _labels(Purpose.choices)),
        "participation_level": (_("Level of participation"), _labels(ParticipationLevel.choices)),
        "asked_by": (_("Who asked for it"), _labels(Whose.choices)),
        "tlp": (_("Who may see this"), _levels()),
        "flag": (_("Yes or no"), [("true", _("Yes")), ("false", _("No"))]),
    }


def _labels(choices: Iterable[tuple[Any, Any]]) -> Options:
    return [(str(code), str(label)) for code, label in choices]


def _levels() -> Options:
    return [(one.code.removeprefix("TLP:"), str(one.label)) for one in Tlp if one > Tlp.CLEAR]


def _actor_types(agreement: Agreement) -> Options:
    rows = ActorType.objects.order_by("order")
    if not agreement.every_actor_type:
        rows = rows.filter(pk__in=agreement.actor_types.values("actor_type"))
    return [(row.code, row.label) for row in rows]


def _regions(agreement: Agreement) -> Options:
    """The governorates of the programme's country and other countries, or what is agreed."""
    rows: Any = Region.objects.annotate(its_code=code_of("pk"))
    if agreement.every_region:
        home = ProgrammeArea.objects.filter(programme_id=agreement.programme_id).values("country")
        places = rows.filter(kind="governorate", parent__in=home)
        rows = places | rows.filter(kind="country").exclude(pk__in=home)
    else:
        rows = rows.filter(pk__in=agreement.regions.values("region"))
    found = sorted(rows, key=lambda row: (row.kind == "country", row.label.removeprefix("ال")))
    return [(row.its_code, row.label) for row in found]
