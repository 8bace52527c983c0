"""Codes of workbooks."""

from __future__ import annotations

from django.db import models


class Part(models.TextChoices):
    """What is kept of a workbook beside its counts; no page names them."""

    SENT = "sent"
    REFUSED = "refused"
    REASONS = "reasons"
