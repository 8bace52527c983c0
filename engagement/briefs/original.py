"""The policy brief as this product carries it: our paraphrase, and targets that are ours."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

_DATA = Path(__file__).resolve().parent / "data"
TITLE = "Enacting Security Sector Reform in Iraq: The Naivety of International Actors"
AUTHOR = "Elisa Cherry"
PUBLISHER = "BIC"
#: The brief names no day; its latest source is of the end of January 2021.
PUBLISHED_ON = date(2021, 2, 1)


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file: addressees, recommendations or targets."""
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
