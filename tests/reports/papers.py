"""Documents of the report in three languages, with every part that a report may have."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from engagement.reports.paper import Chart, Document, Figure, Map, Section, Table, Tile


class Words(NamedTuple):
    """A document's words in one language."""

    lang: str
    dir: Literal["ltr", "rtl"]
    title: str
    sentence: str
    places: tuple[str, str, str]
    columns: tuple[str, str]


ENGLISH = Words(
    "en",
    "ltr",
    "Engagement beyond Baghdad",
    "53 of 143 meetings were held beyond Baghdad",
    ("Sulaymaniyah", "Qadisiyyah", "Salah al-Din"),
    ("Governorate", "Visited"),
)
ARABIC = Words(
    "ar",
    "rtl",
    "الإشراك خارج بغداد",
    "عقد 53 من 143 اجتماع خارج بغداد ولم نحاول في واسط والمثنى",
    ("السليمانية", "القادسية", "صلاح الدين"),
    ("المحافظة", "زيارات"),
)
KURDISH = Words(
    "ckb",
    "rtl",
    "بەشداری لە دەرەوەی بەغدا",
    "53 لە 143 کۆبوونەوە لە دەرەوەی بەغدا بوون",
    ("سلێمانی", "قادسیە", "سەلاحەددین"),
    ("پارێزگا", "سەردان"),
)


def a_tile(
    row: int, column: int, name: str, state: Any, number: str = "0", step: int = 0, word: str = ""
) -> Tile:
    return {
        "row": row,
        "column": column,
        "name": name,
        "number": number,
        "state": state,
        "step": step,
        "word": word,
    }


def a_meter(share: float) -> Figure:
    return {
        "name": "A",
        "figure": f"{share:.0%}",
        "of": "B",
        "meter": {"full": share, "bound": 0},
        "squares": None,
        "keys": [],
    }


def a_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], note: str = ""
) -> Table:
    """A table whose first column is of words and whose others are of numbers."""
    return {
        "title": title,
        "columns": list(columns),
        "numbers": [place > 0 for place in range(len(columns))],
        "rows": [list(row) for row in rows],
        "strong": [1],
        "note": note,
    }


def a_chart(told: str) -> Chart:
    """A share over three quarters, the last still running."""
    points = ((0.0, 0.2, False), (0.5, 0.9, False), (1.0, 0.5, True))
    return {
        "title": "P",
        "told": told,
        "points": [
            {"at": at, "value": value, "low": value / 2, "high": 1.0, "running": running}
            for at, value, running in points
        ],
        "ticks": ["2026-1", "2026-2", "2026-3"],
        "baseline": 0.4,
    }


def a_section(title: str, **parts: Any) -> Section:
    """A section of the parts that are named."""
    none: Any = {"paragraphs": [], "figures": [], "map": None, "charts": [], "tables": []}
    made: Section = {"title": title, **none, "empty": "", **parts}
    return made


def a_document(words: Words = ENGLISH, rows: int = 18) -> Document:
    east, south, north = words.places
    return {
        "lang": words.lang,
        "dir": words.dir,
        "title": words.title,
        "product": "Jisr",
        "banner": "Demonstration",
        "frozen": "2026-11-22T09:40:00+03:00",
        "head": [{"label": "Period", "value": "1 – 30"}, {"label": "Who", "value": "TLP:GREEN"}],
        "sentence": [
            {"text": words.sentence, "strong": True},
            {"text": " (37%).", "strong": False},
        ],
        "figures": [
            {
                "name": words.title,
                "figure": "37%",
                "of": "53 / 143",
                "meter": {"full": 0.37, "bound": 0.014},
                "squares": None,
                "keys": ["2 ?"],
            },
            {
                "name": words.title,
                "figure": "12",
                "of": "/ 18",
                "meter": None,
                "squares": {"full": 8, "part": 4, "empty": 6},
                "keys": ["8", {"kind": "part", "text": "4"}],
            },
        ],
        "sections": [
            a_section(
                "M",
                map={
                    "title": "A",
                    "note": "B",
                    "alt": words.sentence,
                    "tiles": [
                        a_tile(3, 1, north, "visited", "777", step=5),
                        a_tile(1, 3, east, "failed", word="3"),
                        a_tile(5, 3, south, "heard", word="2"),
                        a_tile(4, 3, south, "never"),
                        a_tile(5, 5, south, "visited", "888", step=4),
                    ],
                    "legend": [
                        {"kind": "step", "step": 1, "text": "1"},
                        {"kind": "step", "step": 2, "text": "2–4"},
                        {"kind": "failed", "text": "C"},
                        {"kind": "never", "text": "D"},
                        {"kind": "heard", "text": "E"},
                    ],
                    "legend_title": "F",
                    "off_map": "G",
                },
                tables=[a_table("H", words.columns, [[east, "53"], [south, "143"]], note="38%")],
            ),
            a_section(
                "I",
                tables=[
                    a_table(
                        "I",
                        words.columns,
                        [[words.places[row % 3], str(500 + row)] for row in range(rows)],
                    )
                ],
            ),
            a_section("J", paragraphs=["87%"], charts=[a_chart(words.sentence)]),
            a_section("K", paragraphs=["L", "12–29%"]),
            a_section("N", empty=words.title),
        ],
        "footer": {"left": "48,211", "hash": "sha256 " + "9f" * 32},
    }


def an_empty_document(words: Words) -> Document:
    """A period without a meeting, with every part that may be missing left out."""
    document = a_document(words)
    document["banner"] = None
    document["sentence"] = [{"text": words.title, "strong": True}]
    document["figures"] = [
        {"name": "A", "figure": "–", "of": "0", "meter": None, "squares": None, "keys": []},
        {
            "name": "B",
            "figure": "0",
            "of": "/ 0",
            "meter": None,
            "squares": {"full": 0, "part": 0, "empty": 0},
            "keys": [],
        },
        a_meter(0),
    ]
    document["sections"] = []
    return document


def a_crowded_document(words: Words) -> Document:
    """Long words in every narrow place, and squares for more than one line's worth of meetings."""
    document = a_document(words, rows=90)
    long = " ".join(words.places * 3)
    document["title"] = long
    document["head"] = [{"label": long, "value": long} for _ in range(5)]
    document["figures"] = [
        {
            "name": long,
            "figure": "19,999",
            "of": long,
            "meter": None,
            "squares": {"full": 20, "part": 9, "unknown": 5, "empty": 6},
            "keys": [long],
        }
        for _ in range(3)
    ]
    map_of(document)["tiles"] = [
        a_tile(1, 4, "x" * 40, "visited", "12,345,678", step=1),
        a_tile(1, 3, long, "failed", "12,345,678", word=long),
        a_tile(5, 5, long, "heard", "12,345,678", word=long),
    ]
    document["sections"].append(
        a_section(
            long,
            paragraphs=[long],
            tables=[a_table(long, (long,) * 9, [(long,) + ("12,345,678",) * 8] * 3, note=long)],
            charts=[a_chart(long), a_chart(long)],
        )
    )
    return document


def map_of(document: Document) -> Map:
    """The map, in the first section that has one."""
    return next(part["map"] for part in document["sections"] if part["map"])


def table_of(document: Document, title: str) -> Table:
    """The table of a title."""
    tables = (table for part in document["sections"] for table in part["tables"])
    return next(table for table in tables if table["title"] == title)
