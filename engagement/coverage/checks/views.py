"""The page of the consistency check: what was compared, what differed, and a run now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from engagement.access.doors import as_member
from engagement.access.models import Role
from engagement.access.scope import Actor, acting_as
from engagement.coverage.models import ConsistencyCheck
from engagement.coverage.tasks import CHECK
from engagement.jobs.tasks import put

#: Runs on the page.
RUNS = 10
#: The comparisons, in order, as engagement/coverage/sql names them.
COMPARED = {
    "facts": gettext_lazy("Meetings: what is stored against the rule"),
    "cells": gettext_lazy("Sums: what is stored against the meetings"),
    "place": gettext_lazy("Places by month and mode: the sums against a count by hand"),
    "visited": gettext_lazy("Visits by month and governorate: the sums against a count by hand"),
    "relations": gettext_lazy("Relations to the state by month: the sums against a count by hand"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def checks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The last runs; asked for, another one is put on the queue."""
    actor.require(Role.MANAGER, Role.ADMINISTRATOR)
    if request.method == "POST":
        if put(CHECK, actor.programme_id):
            messages.success(request, _("The check is asked for. Look again in a minute."))
        else:
            messages.warning(
                request, _("The check could not be asked for: the queue cannot be reached.")
            )
        return redirect("coverage_check")
    with acting_as(actor, "read"):
        found = ConsistencyCheck.objects.filter(programme_id=actor.programme_id)
        rows = [_line(row) for row in found.order_by("-started_at")[:RUNS]]
    return render(request, "coverage/check.html", {"rows": rows})


def _line(row: ConsistencyCheck) -> dict[str, Any]:
    return {
        "started_at": row.started_at,
        "compared": [(COMPARED.get(what, what), n) for what, n in _ordered(row.compared)],
        "differences": [
            {"what": COMPARED.get(one["check"], one["check"]), **one} for one in row.differences
        ],
    }


def _ordered(compared: dict[str, int]) -> list[tuple[str, int]]:
    order = list(COMPARED)
    return sorted(
        compared.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)
    )
