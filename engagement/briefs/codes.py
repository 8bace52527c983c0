"""The code lists of the policy brief."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Indicator(models.TextChoices):
    """The indicators a recommendation is read by; docs/method.md has their formulas."""

    I1 = "I1", _("Beyond Baghdad")
    I2 = "I2", _("Beyond greater Baghdad")
    I3 = "I3", _("Governorates visited")
    I4 = "I4", _("Beyond state actors")
    I5 = "I5", _("Paramilitary engagement")
    I6 = "I6", _("Civilians met")
    I7 = "I7", _("Diversity of actors")
    I8 = "I8", _("Security actors beyond the capital")
    I9 = "I9", _("How few people we rely on")
    I10 = "I10", _("Issues raised by Iraqis")
    I11 = "I11", _("Level of meetings")
    I12 = "I12", _("Civilian-led initiatives")
    I13 = "I13", _("Civil society as a channel")
    I14 = "I14", _("Dialogue beside security")
    I15 = "I15", _("Freshness of assessments")
    I16 = "I16", _("Coordination between teams")
    I17 = "I17", _("Depth and promises kept")


class Verdict(models.TextChoices):
    """Whether a meeting serves a recommendation, as a person settled what the rule proposed."""

    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")


class IncidentKind(models.TextChoices):
    ATTACK = "attack", _("Attack")
    CLASH = "clash", _("Clash between security actors")
    UNREST = "unrest", _("Unrest")
    DISPLACEMENT = "displacement", _("Displacement")
    OTHER = "other", _("Something else")
