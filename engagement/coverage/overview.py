"""Coverage's first screen: seven things, each with its words, its links and its target."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.access.models import Team
from engagement.access.scope import Actor
from engagement.briefs.codes import Indicator
from engagement.briefs.measures import MEASURES, number_words
from engagement.briefs.models import Target
from engagement.coverage import words
from engagement.coverage.chosen import AT_ONCE, THEN, Chosen
from engagement.coverage.codes import Hybrid
from engagement.coverage.matrix import matrix_from, register_of
from engagement.coverage.place import PlaceFigures, listed, places_from
from engagement.coverage.screen import link, screen
from engagement.coverage.shares import Share
from engagement.coverage.state import beyond_state
from engagement.coverage.sums import Kind, Sums, seen_sums
from engagement.coverage.sure import Sureness, sureness
from engagement.coverage.tables import matrix_context
from engagement.regions.models import ProgrammeArea, Region
from engagement.stakeholders.models import ActorGroup


def overview(
    actor: Actor, chosen: Chosen, area: ProgrammeArea, *, wait: bool = False
) -> dict[str, Any]:
    """The first screen's context. With `wait` the reader's own share is counted however long."""
    sums, period = chosen.sums(), chosen.period
    regions = listed(area, period)
    compare = chosen.fixed and chosen.known == THEN
    later = compare and not wait and sums.counted > AT_ONCE
    seen_rows = seen_sums(period) if compare and not later else None
    seen = places_from(seen_rows, period, area, regions) if seen_rows is not None else None
    figures = places_from(sums, period, area, regions, seen)
    targets = _targets(actor)
    names: dict[object, str] = {
        row.pk: row.name for row in Team.objects.filter(programme_id=actor.programme_id)
    }
    list_code = area.list_on(period.last)
    found = matrix_from(sums, regions, register_of(period.last), list_code, seen=seen_rows)
    c = screen(figures, chosen.team_name)
    c["sentence"] = words.sentence(figures, beyond_state(sums).any)
    c["beyond"]["target"] = target_line(Indicator.I1, c["beyond"]["share"], targets)
    c["visited"]["target"] = _visited_target(figures, targets)
    return {
        "c": c,
        "state": state_block(sums, seen_rows, figures, targets),
        # Pairs of meetings that may be one take as long as what the reader may not open.
        "sure": [] if later else sure_lines(sureness(period, chosen.today, sums, names), figures),
        "later": later,
        "m": matrix_context(found, partial(_cell_link, figures)),
    }


def _cell_link(figures: PlaceFigures, region: Region, kind: Kind | None) -> str:
    """The meetings behind a cell of the matrix, or behind a governorate's total."""
    row = next(row for row in figures.governorates if row.region.pk == region.pk)
    url = link(figures, "visited", row)
    return url if kind is None else f"{url}&met={ActorGroup[kind.name].value}"


def _targets(actor: Actor) -> dict[str, Decimal]:
    """Indicator -> target, of the recommendation that comes first; one statement."""
    rows = Target.objects.visible_to(actor).order_by("-recommendation__order")
    return dict(rows.values_list("indicator", "value"))


def target_line(code: Indicator, share: Share, targets: dict[str, Decimal]) -> dict[str, Any]:
    """A target beside a share in percent: where it lies, and how far off the share is, in words."""
    target = targets.get(code)
    if target is None:
        return {}
    found: dict[str, Any] = {"percent": int(target), "words": number_words(code, target)}
    if share.small or share.percent is None:
        return found
    off, at_most = share.percent - int(target), MEASURES[code].at_most
    return found | {"met": off <= 0 if at_most else off >= 0, "distance": words.distance(off)}


def _visited_target(figures: PlaceFigures, targets: dict[str, Decimal]) -> dict[str, Any]:
    missing = len(figures.governorates) - len(figures.visited)
    if not missing:
        return {"met": True, "distance": _("every governorate visited")}
    text = ngettext("%(n)s not visited", "%(n)s not visited", missing) % {"n": missing}
    return {"met": False, "distance": text}


def state_block(
    sums: Sums, seen: Sums | None, figures: PlaceFigures, targets: dict[str, Decimal]
) -> dict[str, Any]:
    """Beyond state actors: with and without hybrid, side by side, and what else was met."""
    without, with_hybrid = (beyond_state(sums, row) for row in (Hybrid.SEPARATE, Hybrid.NON_STATE))
    share, wide = without.any, with_hybrid.any
    own = beyond_state(seen).any.whole if seen is not None else share.whole
    return {
        "share": share,
        "figure": words.figure(share),
        "numerator": words.number(share.part),
        "of": words.of_meetings(share),
        "whole": share.whole,
        "small": share.small,
        "percent": share.percent,
        "wide": wide,
        "wide_percent": wide.percent,
        "wide_of": words.of_meetings(wide),
        "hybrid": words.number(wide.part - share.part),
        "undetermined": words.number(share.unknown) if share.unknown else 0,
        "mean": without.fractional.percent,
        "mean_wide": with_hybrid.fractional.percent,
        "target": target_line(Indicator.I4, without.fractional, targets),
        "url": link(figures, "non_state"),
        "hybrid_url": link(figures, "hybrid"),
        "unopenable": share.whole - own,
    }


def sure_lines(found: Sureness, figures: PlaceFigures) -> list[dict[str, Any]]:
    """Five numbers, each with the verb that mends it."""
    late = found.counted - found.timely
    return [
        _line(
            _("%(part)s of %(whole)s") % {"part": found.timely, "whole": found.counted},
            _("logged within 7 days"),
            ngettext("See the late one", "See the %(n)s late ones", late) % {"n": late},
            link(figures, "late") if late else "",
        ),
        _line(
            str(len(found.silent)),
            ngettext("team silent for 30 days", "teams silent for 30 days", len(found.silent)),
            words.listed_names(found.silent),
            "",
        ),
        _line(
            str(found.no_place),
            ngettext("meeting without a place", "meetings without a place", found.no_place),
            _("Add the place"),
            link(figures, "unknown") if found.no_place else "",
        ),
        _line(
            str(found.no_type),
            ngettext(
                "meeting with somebody of no known type",
                "meetings with somebody of no known type",
                found.no_type,
            ),
            _("Add the type"),
            f"{reverse('stakeholder_list')}?group=not_sure" if found.no_type else "",
        ),
        _line(
            str(found.duplicates),
            ngettext("possible duplicate", "possible duplicates", found.duplicates),
            _("Compare"),
            link(figures, "possible_duplicates") if found.duplicates else "",
        ),
    ]


def _line(number: str, label: str, verb: str, url: str) -> dict[str, str]:
    return {"number": number, "label": label, "verb": verb, "url": url}
