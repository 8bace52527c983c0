"""Snapshots as the API shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.jobs.models import State
from engagement.sync.feed.cursors import Cursor
from engagement.sync.snapshots.models import Snapshot


def snapshot_data(row: Snapshot, link: Callable[[str], str]) -> dict[str, Any]:
    """One snapshot; the manifest where it is whole."""
    whole = row.job.state == State.DONE
    place = Cursor(row.agreement_id, row.epoch, row.position, row.since)
    return {
        "id": str(row.pk),
        "url": link(reverse("api_snapshot", args=[row.pk])),
        "status": row.job.state,
        "percent": row.job.percent,
        "error": _(row.job.error) if row.job.error and row.job.state == State.FAILED else "",
        "created_at": row.created_at.isoformat(),
        "expires_at": row.expires_at and row.expires_at.isoformat(),
        "items": link(reverse("api_snapshot_items", args=[row.pk])) if whole else None,
        "counts": row.counts if whole else {},
        "size": row.size if whole else None,
        "sha256": row.sha256 if whole else None,
        "cursor": str(place) if whole else None,
    }
