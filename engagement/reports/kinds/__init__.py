"""The kinds of reports; each is one file here, and is found by being here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal

from engagement.reports import paper
from engagement.reports.blocks import Section, Told
from engagement.reports.facts import Facts

Make = Callable[[Facts, Told], Section]


@dataclass(frozen=True)
class Kind:
    """A kind of report: its name, what stands large on the first page, and its sections in order.

    `asks` is what has to be chosen beside the period. `place` is where it stands in lists.
    """

    code: str
    title: Any
    about: Any
    headline: tuple[Callable[[Facts], paper.Figure], ...]
    sections: tuple[Make, ...]
    asks: Literal["", "team", "governorate"] = ""
    place: int = 100


def _found() -> dict[str, Kind]:
    modules = (import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__))
    kinds: list[Kind] = [module.KIND for module in modules]
    return {kind.code: kind for kind in sorted(kinds, key=lambda kind: (kind.place, kind.code))}


KINDS: dict[str, Kind] = _found()


def choices() -> list[tuple[str, str]]:
    """Code and name of each kind, in the language of the page."""
    return [(kind.code, str(kind.title)) for kind in KINDS.values()]


def kind_title(code: str) -> str:
    """The name of a kind; of one that is no more, its code."""
    return str(KINDS[code].title) if code in KINDS else code
