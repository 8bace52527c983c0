"""What an assessment can say: one list of values for each facet."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engagement.stakeholders.models import Relation


class LegalStatus(models.TextChoices):
    """By what somebody stands in the state's law, where they do."""

    BY_LAW = "by_law", _("Recognised by law")
    BY_ORDER = "by_order", _("Recognised by order")
    PAYROLL = "payroll", _("On the payroll")
    DE_FACTO = "de_facto", _("De facto")
    OUTSIDE = "outside", _("Outside the law")
    DISPUTED = "disputed", pgettext_lazy("legal status", "Disputed")
    UNKNOWN = "unknown", pgettext_lazy("legal status", "Unknown")


class Alignment(models.TextChoices):
    """Towards whom somebody leans: an opinion about people, so the few who need it see it."""

    STATE_COMMAND = "state_command", _("State command")
    NAJAF = "najaf", _("Najaf-linked")
    SADRIST = "sadrist", _("Sadrist")
    IRAN = "iran", _("Iran-aligned")
    LOCAL = "local", _("Tribal or local")
    MINORITY = "minority", pgettext_lazy("alignment", "Minority")
    INDEPENDENT = "independent", pgettext_lazy("alignment", "Independent")
    UNKNOWN = "unknown", pgettext_lazy("alignment", "Unknown")


class ParentKind(models.TextChoices):
    """What ties a body to the one above it; several can hold at once, and contradict."""

    COMMAND = "command", pgettext_lazy("kind of parent", "Command")
    ADMINISTRATIVE = "administrative", pgettext_lazy("kind of parent", "Administrative")
    PATRON = "patron", _("Political patron")
    CONTROL = "control", _("Operational control")


class AreaKind(models.TextChoices):
    """How a body is in a place."""

    BASE = "base", pgettext_lazy("how a body is in a place", "Base")
    OPERATIONS = "operations", pgettext_lazy("how a body is in a place", "Area of operations")


#: The facet's code -> (value, label); undetermined is no finding, so no assessment says it.
VALUES: dict[str, list[tuple[str, Any]]] = {
    "relation": [(code, label) for code, label in Relation.choices if code],
    "legal_status": LegalStatus.choices,
    "alignment": Alignment.choices,
    "parent": ParentKind.choices,
    "area": AreaKind.choices,
}


def value_label(facet: str, value: str) -> str:
    """A value in words; the bare code where the list no longer has it."""
    return str(dict(VALUES.get(facet, ())).get(value, value))
