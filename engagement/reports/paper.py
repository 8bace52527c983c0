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
    """A square of the map; `state` is visited, heard, failed or never, `step` 0 to 5.

    `short` is the name where there is little room, `label` all that holds, to be heard.
    """

    row: int
    column: int
    name: str
    short: str
    label: str
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


class Point(TypedDict):
    """A quarter's place in the plot and how sure it is; all from 0 to 1, `at` from the first."""

    at: float
    value: float
    low: float
    high: float
    running: bool


class Chart(TypedDict):
    """One share over the quarters; `told` says it in words. `baseline` is 0 to 1."""

    title: str
    told: str
    points: list[Point]
    ticks: list[str]
    baseline: float | None


class Table(TypedDict):
    """`numbers` tells of each column whether it holds numbers, which stand under each other."""

    title: str
    columns: list[str]
    numbers: list[bool]
    rows: list[list[str]]
    strong: list[int]
    note: str


class Section(TypedDict):
    title: str
    paragraphs: list[str]
    figures: list[Figure]
    map: Map | None
    charts: list[Chart]
    tables: list[Table]
    empty: str


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
    sections: list[Section]
    footer: Footer
