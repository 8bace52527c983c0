"""The shape of a report as it goes to the typesetter: finished text only."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Labelled(TypedDict):
    label: str
    value: str


class SentencePart(TypedDict):
    text: str
    strong: bool


class Meter(TypedDict):
    """Parts of the whole width, 0 to 1."""

    full: float
    bound: float


class Squares(TypedDict):
    full: int
    part: int
    empty: int


class Figure(TypedDict):
    name: str
    figure: str
    of: str
    meter: Meter | None
    squares: Squares | None
    keys: list[str]


class Tile(TypedDict):
    """A square of the map; `state` is visited, heard, failed or never, `step` 0 to 5."""

    row: int
    column: int
    name: str
    number: str
    state: str
    step: int
    word: str


class LegendEntry(TypedDict):
    kind: str
    text: str
    step: NotRequired[int]


class Map(TypedDict):
    title: str
    note: str
    alt: str
    tiles: list[Tile]
    legend: list[LegendEntry]
    legend_title: str
    off_map: str


class CountedRow(TypedDict):
    label: str
    number: str
    strong: bool


class Counted(TypedDict):
    title: str
    columns: list[str]
    rows: list[CountedRow]
    note: str


class Governorates(TypedDict):
    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str


class Prose(TypedDict):
    title: str
    paragraphs: list[str]


class Footer(TypedDict):
    left: str
    hash: str


class Document(TypedDict):
    """A report in one language; `frozen` is an ISO 8601 time with its offset."""

    lang: str
    dir: str
    title: str
    product: str
    banner: str | None
    frozen: str
    head: list[Labelled]
    sentence: list[SentencePart]
    figures: list[Figure]
    map: Map | None
    counted: Counted
    governorates: Governorates
    sure: Prose
    method: Prose
    footer: Footer
