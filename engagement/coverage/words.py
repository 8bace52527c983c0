"""The figures in words: the sentence to read aloud, the words on a tile, numbers as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.coverage.periods import Quarter
from engagement.coverage.place import Governorate, PlaceFigures
from engagement.coverage.shares import Share
from engagement.coverage.sums import Kind, Period
from engagement.stakeholders.models import ActorGroup

Part = tuple[str, bool]
#: Governorates that a sentence names; more are a number.
MOST_NAMED = 3
_FRACTIONS = {
    Fraction(1, 2): "½",
    Fraction(1, 3): "⅓",
    Fraction(2, 3): "⅔",
    Fraction(1, 4): "¼",
    Fraction(3, 4): "¾",
}
#: Lower ends of the steps of the map's ramp: 1, 2-4, 5-9, 10-29, 30 and more.
STEPS = (1, 2, 5, 10, 30)


def number(value: Fraction | int) -> str:
    """A count of meetings as text; halves, thirds and quarters as signs, others by a decimal."""
    whole, rest = divmod(Fraction(value), 1)
    if not rest:
        return str(whole)
    sign = _FRACTIONS.get(rest)
    text = f"{whole or ''}{sign}" if sign else f"{float(value):.1f}"
    return f"\u2066{text}\u2069"  # isolated: a sign beside digits turns round in Arabic


def day(value: date) -> str:
    """A date in words, in the language of the page, with the month's name."""
    return date_format(value, "j F Y")


def period_words(period: Period) -> str:
    """The days counted."""
    return _("%(first)s to %(last)s") % {"first": day(period.first), "last": day(period.last)}


def step(meetings: int) -> int:
    """The step of the ramp, 0 to 5."""
    return sum(meetings >= low for low in STEPS)


def of_meetings(share: Share) -> str:
    """For example "53 of 143 meetings"."""
    return ngettext(
        "%(part)s of %(whole)s meeting", "%(part)s of %(whole)s meetings", share.whole
    ) % {"part": number(share.part), "whole": share.whole}


def figure(share: Share) -> str:
    """The large figure: a percentage, or "2 of 8" where there are too few for one."""
    if share.small or share.percent is None:
        return _("%(part)s of %(whole)s") % {"part": number(share.part), "whole": share.whole}
    return f"{share.percent}%"


def sentence(figures: PlaceFigures, beyond_state: Share | None = None) -> list[Part]:
    """The first line of page and report: parts, and whether each is set strong.

    Each sentence is translated whole, with ** round what is strong: in Kurdish the verb stands
    last, so no language could be put together from the pieces of another.
    """
    dates = {"first": day(figures.period.first), "last": day(figures.period.last)}
    if figures.places.held:
        share, reached = figures.places.beyond_share, len(figures.visited)
        told = [
            _("From %(first)s to %(last)s, **%(meetings)s** were held beyond Baghdad.")
            % {**dates, "meetings": of_meetings(share)},
            _("We visited **%(n)s of %(all)s governorates**.")
            % {"n": reached, "all": len(figures.governorates)},
        ]
        if beyond_state is not None and beyond_state.whole:
            told.insert(
                1,
                _("**%(meetings)s** had a counterpart beyond the state, hybrid actors apart.")
                % {"meetings": of_meetings(beyond_state)},
            )
    else:
        told = [_("From %(first)s to %(last)s, **no meeting in person is logged**.") % dates]
    return _marked(" ".join([*told, *_gaps(figures)]))


def _marked(text: str) -> list[Part]:
    parts = [(part, bool(place % 2)) for place, part in enumerate(text.split("**"))]
    return [part for part in parts if part[0]]


def _gaps(figures: PlaceFigures) -> list[str]:
    told = []
    failed, never = figures.in_state("failed"), figures.in_state("never")
    if failed:
        told.append(_("**%(places)s** we tried and failed to reach.") % {"places": named(failed)})
    if never and figures.places.held:
        told.append(_("**%(places)s** we never tried to visit.") % {"places": named(never)})
    return told


def named(rows: Sequence[Governorate]) -> str:
    """Up to three governorates by name, more as a number."""
    if len(rows) > MOST_NAMED:
        return ngettext("%(n)s governorate", "%(n)s governorates", len(rows)) % {"n": len(rows)}
    names = [row.region.label for row in rows]
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(last)s") % {
        "first": _(", ").join(names[:-1]),
        "last": names[-1],
    }


def word(row: Governorate) -> str:
    """The word on a tile: what stands there instead of a visit."""
    if row.state == "failed":
        return _("tried %(n)s") % {"n": row.tried}
    if row.state == "heard":
        return _("heard %(n)s") % {"n": row.heard}
    return _("never tried") if row.state == "never" else ""


def group_words(kind: Kind) -> str:
    """The name of a group of actors."""
    return str(list(ActorGroup)[kind].label)


def cell_sign(state: str, n: int | None) -> str:
    """What stands in a cell of the matrix."""
    return {"small": "0–4", "withheld": "…", "nobody": "–"}.get(state, str(n))


def cell_words(state: str) -> str:
    """What a cell means, where its sign does not say it; empty for a number."""
    return {
        "small": _("0 to 4, hidden to protect people"),
        "withheld": _("not shown, or it would give a hidden number away"),
        "nobody": _("nobody registered"),
        "missed": _("registered, not met"),
        "unmet": _("registered, not met"),
    }.get(state, "")


def gap_word(state: str) -> str:
    """Why a governorate or a group is not met, or that it is."""
    return {
        "met": _("met"),
        "failed": _("tried and failed"),
        "heard": _("heard elsewhere, not visited"),
        "nobody": _("nobody registered here"),
        "never": _("never tried"),
    }[state]


def months_words(months: int | None) -> str:
    """How long ago the last meeting was, in whole months."""
    if months is None:
        return _("never")
    if not months:
        return _("less than a month ago")
    return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}


def held_word(state: str) -> str:
    """What is held of a unit in one respect."""
    return {
        "none": _("not assessed"),
        "conflict": _("in conflict"),
        "stale": _("stale"),
        "current": _("current"),
    }[state]


def aligned_word(state: str) -> str:
    """What is held of a unit's alignment, for the count of units."""
    return {
        "none": _("not assessed"),
        "conflict": _("contested"),
        "unknown": _("assessed as unknown"),
        "independent": _("independent"),
        "aligned": _("aligned with somebody"),
    }[state]


def told(row: Governorate) -> str:
    """A tile for somebody who hears the page: everything that holds."""
    parts = [
        ngettext("visited once", "visited %(n)s times", row.visited) % {"n": row.visited}
        if row.visited
        else _("not visited")
    ]
    if row.heard:
        parts.append(ngettext("heard once", "heard %(n)s times", row.heard) % {"n": row.heard})
    if row.tried:
        parts.append(
            ngettext("tried once in vain", "tried %(n)s times in vain", row.tried)
            % {"n": row.tried}
        )
    return f"{row.region.label}: {_(', ').join(parts)}"


def off_map(figures: PlaceFigures) -> str:
    """What the map does not show, as a sentence; empty where it shows all."""
    abroad, unknown = figures.places.abroad, figures.places.unknown
    if not abroad and not unknown:
        return ""
    return _("Not on the map: %(abroad)s held abroad, %(unknown)s of unknown place.") % {
        "abroad": number(abroad),
        "unknown": number(unknown),
    }


def quarter_words(quarter: Quarter) -> str:
    """A quarter's name to read."""
    return _("Quarter %(n)s of %(year)s") % {"n": quarter.number, "year": quarter.year}


def list_words(code: str) -> str:
    """The name of the governorate list that every page and report gives."""
    return _("list of %(n)s governorates") % {"n": code}


def bounds(share: Share) -> str:
    """What the unknown places leave open; empty where there is nothing open, or too few."""
    if not share.unknown or share.bounds is None or share.small:
        return ""
    return _(
        "If every meeting of unknown place was held beyond Baghdad, the share would be %(high)s%%."
    ) % {"high": share.bounds[1]}


def distance(points: int) -> str:
    """How far a percentage lies from its target."""
    if points == 0:
        return _("on target")
    if points > 0:
        text = ngettext("%(n)s point above target", "%(n)s points above target", points)
        return text % {"n": points}
    text = ngettext("%(n)s point below target", "%(n)s points below target", -points)
    return text % {"n": -points}


def listed_names(names: Sequence[str]) -> str:
    """Names in one line, as many as are read at a glance."""
    shown = _(", ").join(names[:MOST_NAMED])
    rest = len(names) - MOST_NAMED
    return _("%(names)s and %(n)s more") % {"names": shown, "n": rest} if rest > 0 else shown


def state_words(state: str) -> str:
    """What holds first of a governorate, on the map or among the gaps, as a word of its own."""
    words = {
        "visited": _("visited"),
        "met": _("visited"),
        "failed": _("tried and failed"),
        "heard": _("heard elsewhere"),
        "never": _("never tried"),
        "nobody": _("nobody registered here"),
    }
    return words[state]


def hidden_words(state: str) -> str:
    """What stands in a cell of the matrix that is hidden: a range, or that it is withheld."""
    return "0–4" if state == "small" else _("withheld")


def parts(share: Share) -> str:
    """Part and whole without their unit."""
    return _("%(part)s of %(whole)s") % {"part": number(share.part), "whole": share.whole}


def left_open(share: Share | None) -> str:
    """What unknown ones leave open, as the two ends; empty where nothing is, or too few."""
    if share is None or not share.unknown or share.bounds is None or share.small:
        return ""
    low, high = share.bounds
    return _("%(low)s%% to %(high)s%%, by what is not known") % {"low": low, "high": high}
