"""Codes of what programs send in batches."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """How far a batch is; one that a crash left is still *running*, and its retry does the work."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")


class Decision(models.TextChoices):
    """What a person made of a clash."""

    OPEN = "", _("Not decided")
    THEIRS = "theirs", _("What the partner sent")
    OURS = "ours", _("What stands here")
    #: The partner sent something newer meanwhile.
    SUPERSEDED = "superseded", _("The partner sent something newer")
