"""The figures in words: the sentence to read aloud, the words on a tile, numbers as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.coverage.periods import Quarter
from engagement.coverage.place import Governorate, PlaceFigures, Share

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


def sentence(figures: PlaceFigures) -> list[Part]:
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
