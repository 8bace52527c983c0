"""The matrix and the gaps with their words and links, as templates show them; no statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engagement.coverage import words
from engagement.coverage.gaps import Gaps, GovernorateGap, Tries
from engagement.coverage.matrix import Cell, Matrix, Row
from engagement.coverage.present import Present
from engagement.coverage.sums import Kind
from engagement.coverage.units import ALIGNED, STATES, Units
from engagement.coverage.unmet import CADENCE, Overdue, Page, Unmet
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder

#: The address of the meetings behind a cell, or behind a row's total where no group is given.
Link = Callable[[Region, Kind | None], str]
#: The address of the next page of a list, by the list's name and the key.
More = Callable[[str, str], str]


def no_more(_name: str, _key: str) -> str:
    """For a list of one page."""
    return ""


def no_link(_region: Region, _kind: Kind | None) -> str:
    """For paper."""
    return ""


def matrix_context(found: Matrix, link: Link = no_link) -> dict[str, Any]:
    """What `coverage/matrix.html` shows; only printed numbers above zero are linked."""
    return {
        "by": found.by,
        "list_text": words.list_words(found.list_code),
        "columns": [{"name": words.group_words(kind)} for kind in found.columns],
        "rows": [_matrix_row(row, link) for row in found.rows],
        "totals": [_cell(cell, "") for cell in found.totals],
        "hides": found.hides,
    }


def _matrix_row(row: Row, link: Link) -> dict[str, Any]:
    return {
        "name": row.region.label,
        "short": row.region.short,
        "code": row.region.key,
        "total": row.total,
        "url": link(row.region, None) if row.total else "",
        "unopenable": row.unopenable or 0,
        "cells": [_cell(cell, link(row.region, cell.kind) if cell.n else "") for cell in row.cells],
    }


def _cell(cell: Cell, url: str) -> dict[str, Any]:
    return {
        "state": cell.state,
        "sign": words.cell_sign(cell.state, cell.n),
        "words": words.cell_words(cell.state),
        "step": words.step(cell.n or 0),
        "url": url,
        "unopenable": cell.unopenable or 0,
    }


def gaps_context(found: Gaps, held: Units) -> dict[str, Any]:
    """What `coverage/gaps.html` shows beside the three parts below."""
    return {
        "list_text": words.list_words(found.list_code),
        "governorates": [_governorate(row) for row in found.governorates],
        "groups": [
            {"name": words.group_words(row.kind), **_why(row.state, row.tries)}
            for row in found.groups
        ],
        "cadence": CADENCE,
        "units": _units(held),
    }


def never_context(page: Page[Unmet], more: More = no_more) -> dict[str, Any]:
    """Registered and never met."""
    return _page("never", page, more, _unmet)


def late_context(page: Page[Overdue], more: More = no_more) -> dict[str, Any]:
    """Not met for long."""
    return _page("late", page, more, _overdue)


def present_context(found: Present) -> dict[str, Any]:
    """Security actors by governorate, and in how many there is none."""
    return {
        "rows": [
            {"name": region.label, "there": one} for region, one in found.rows if one.registered
        ],
        "empty": sum(not one.registered for _region, one in found.rows),
    }


def _governorate(row: GovernorateGap) -> dict[str, Any]:
    why = _why(row.state, row.tries)
    return {"name": row.region.label, "last": words.months_words(row.months), **why}


def _why(state: str, tries: Tries) -> dict[str, Any]:
    return {"state": state, "word": words.gap_word(state), "tries": _tries(tries)}


def _tries(tries: Tries) -> list[dict[str, Any]]:
    return [{"reason": reason.label, "n": n} for reason, n in tries]


def _page(
    name: str, page: Page[Any], more: More, told: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    return {
        "rows": [told(row) for row in page.rows],
        "more": more(name, page.after) if page.after else "",
    }


def _person(who: Stakeholder) -> dict[str, Any]:
    return {
        "name": who.name,
        "key": who.pk,
        "type": who.actor_type.label,
        "base": who.base_region.label if who.base_region else "",
    }


def _unmet(row: Unmet) -> dict[str, Any]:
    return {**_person(row.stakeholder), **_why(row.state, row.tries)}


def _overdue(row: Overdue) -> dict[str, Any]:
    return {**_person(row.stakeholder), "last": words.day(row.last)}


def _units(held: Units) -> dict[str, Any]:
    return {
        "count": held.count,
        "relation": _counts(STATES, held.relation, words.held_word),
        "alignment": _counts(STATES, held.alignment, words.held_word),
        "aligned": _counts(ALIGNED, held.aligned, words.aligned_word),
        "rows": [
            {
                **_person(row.stakeholder),
                "relation": words.held_word(row.relation),
                "alignment": words.held_word(row.alignment),
            }
            for row in held.rows
        ],
    }


def _counts(
    codes: tuple[str, ...], counts: Mapping[str, int], word: Callable[[str], str]
) -> list[dict[str, Any]]:
    return [{"state": code, "word": word(code), "n": counts[code]} for code in codes]
