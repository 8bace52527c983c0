"""Putting names in a row, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext


def in_a_row(items: Iterable[str]) -> str:
    """The items with the comma of the page's script between them."""
    return pgettext("between items", ", ").join(items)
