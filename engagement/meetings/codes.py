"""The code lists of the log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class Role(models.TextChoices):
    """In which role somebody takes part; only counterparts are reached."""

    COUNTERPART = "counterpart", _("Counterpart")
    INTERMEDIARY = "intermediary", _("Intermediary")
    INTERPRETER = "interpreter", _("Interpreter")
    OBSERVER = "observer", _("Observer")
    OWN = "own", _("Own or partner team")


class ParticipationLevel(models.TextChoices):
    """The IAP2 Spectrum of Public Participation; ordinal, never averaged."""

    INFORM = "inform", _("Inform")
    CONSULT = "consult", _("Consult")
    INVOLVE = "involve", _("Involve")
    COLLABORATE = "collaborate", _("Collaborate")
    EMPOWER = "empower", _("Empower")


class Purpose(models.TextChoices):
    """What the meeting was for; the first four are about security only (indicator I14)."""

    TRAINING = "training", _("Training")
    OPERATIONS = "operations", _("Operations")
    EQUIPMENT = "equipment", _("Equipment")
    LIAISON = "liaison", _("Liaison")
    DIALOGUE = "dialogue", _("Dialogue")
    CONSULTATION = "consultation", _("Consultation")
    ASSESSMENT = "assessment", pgettext_lazy("purpose of a meeting", "Assessment")
    OTHER = "other", pgettext_lazy("purpose of a meeting", "Other")


class Whose(models.TextChoices):
    """Which side something comes from."""

    OURS = "ours", _("We")
    THEIRS = "theirs", _("They")
    OTHERS = "others", _("Somebody else")


#: Meetings at which bodies met somewhere: these have a place that counts.
ON_THE_SPOT = (Mode.IN_PERSON, Mode.PARTLY_ONLINE)
#: Reasons that another day may take away: such a meeting is to be tried again.
KEPT_FROM_US = (Reason.NO_ACCESS, Reason.SECURITY, Reason.REFUSED, Reason.NO_CONTACT)
