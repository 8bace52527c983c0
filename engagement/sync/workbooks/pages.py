"""A workbook and what came of it, as its page shows it."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagement.access.scope import Actor
from engagement.jobs.models import Job, State
from engagement.sync.codes import SharedType
from engagement.sync.workbooks.codes import Part
from engagement.sync.workbooks.columns import SHEETS
from engagement.sync.workbooks.models import Workbook, WorkbookPart

ENDS = {
    "rows": _("In the file"),
    "created": _("New"),
    "changed": _("Changed"),
    "unchanged": _("Unchanged"),
    "conflicts": _("Clashed"),
    "refused": _("Refused"),
}
ALSO = ("provisional", "merged")
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
LABELS = {sheet.name: SharedType(sheet.type).label for sheet in SHEETS}


def line(row: Workbook) -> dict[str, Any]:
    """One line of the list; no statement."""
    return {
        "row": row,
        "by": row.uploaded_by.get_full_name() or row.uploaded_by.username,
        "state": state_of(row),
        "done": row.job.state == State.DONE,
        **_summed(row),
    }


def state_of(row: Workbook) -> Any:
    """How far it is, in words."""
    words = {
        State.QUEUED.value: _("Waits to be taken in"),
        State.RUNNING.value: _("Is being taken in"),
        State.DONE.value: _("Tried; nothing was written") if row.trial else _("Taken in"),
        State.FAILED.value: _("Not taken in"),
        State.CANCELLED.value: _("Called off"),
    }
    return words[row.job.state]


def page_of(actor: Actor, row: Workbook) -> dict[str, Any]:
    """The outcome; reasons and the file of refused rows only for whoever brought it. One statement
    more than the row itself."""
    parts = {
        part.part: part
        for part in WorkbookPart.objects.filter(workbook=row).defer("content")
        if row.uploaded_by_id == actor.user_id
    }
    told = parts.get(Part.REASONS)
    reasons = json.loads(bytes(told.content)) if told else []
    failed = row.job.state == State.FAILED
    found = line(row)
    counts = [(one.name, row.counts[one.type]) for one in SHEETS if one.type in row.counts]
    return {
        **found,
        "sheets": [LABELS[name] for name, _counts in counts],
        "ends": [
            {"label": label, "counts": [one[end] for _name, one in counts]}
            for end, label in ENDS.items()
        ],
        "reasons": [_told(one) for one in reasons],
        "n_hidden": found["n_refused"] - len(reasons),
        "has_file": Part.REFUSED in parts,
        "may_take": row.trial and Part.SENT in parts,
        "mine": row.uploaded_by_id == actor.user_id,
        "error": gettext(row.job.error) if row.job.error and failed else "",
        "progress": progress_of(row.job),
    }


def _told(one: dict[str, Any]) -> dict[str, Any]:
    """A refused row, its columns by their labels too."""
    columns = BY_NAME[one["sheet"]].by_name
    reasons = [
        {"name": name, "label": columns[name].label if name in columns else "", "words": words}
        for name, words in one["reasons"]
    ]
    return {**one, "label": LABELS[one["sheet"]], "reasons": reasons}


def progress_of(job: Job) -> dict[str, Any]:
    """How far the work is."""
    return {"open": job.open, "percent": job.percent}


def _summed(row: Workbook) -> dict[str, int]:
    counts = row.counts.values()
    found = {f"n_{end}": sum(one[end] for one in counts) for end in (*ENDS, *ALSO)}
    return {**found, "n_taken": found["n_created"] + found["n_changed"]}
