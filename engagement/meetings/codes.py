"""The code lists of the log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    ENGAGEMENT = "engagement", _("Meeting")
    CONTACT = "contact", _("Short contact (call, message, reception)")


class Status(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    NOT_HELD = "not_held", _("Did not take place")


class Reason(models.TextChoices):
    """Why a meeting did not take place."""

    NO_ACCESS = "no_access", _("No access")
    SECURITY = "security", _("Security")
    REFUSED = "refused", _("They refused")
    NO_CONTACT = "no_contact", _("Could not be reached")
    TRAVEL_BAN = "travel_ban", _("Travel ban")
    BY_US = "by_us", _("Cancelled by us")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    PARTLY_ONLINE = "partly_online", _("Partly online")
    REMOTE = "remote", _("Remote")
    INTERMEDIARY = "intermediary", _("Through someone")


#: Meetings at which bodies met somewhere: these have a place that counts.
ON_THE_SPOT = (Mode.IN_PERSON, Mode.PARTLY_ONLINE)
