"""Take from a walk's pictures those that docs/using shows, a screen each, in few colours.

JISR_PICTURES=/tmp/pictures make test TESTS=tests/stories/test_days.py
.venv/bin/python -m tests.stories.pictures /tmp/pictures
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

TO = Path("docs/images/using")
#: How much of the page from its top: a phone shows a screen, with the bar at its foot.
HEIGHTS = {"phone": 780, "desktop": 1100}
CHOSEN = (
    "my-day-en-phone",
    "meeting-new-en-phone",
    "meeting-new-ar-phone",
    "meeting-new-ckb-phone",
    "meeting-list-en-desktop",
    "meeting-ar-phone",
    "stakeholder-list-ar-desktop",
    "unit-en-desktop",
    "follow-up-list-ckb-phone",
    "coverage-en-desktop",
    "coverage-ckb-phone",
    "recommendation-list-en-desktop",
    "match-list-ar-phone",
    "strategic-assessment-list-en-desktop",
)


def shrink(name: str, source: Path) -> None:
    with Image.open(source / f"{name}.png") as whole:
        height = min(whole.height, HEIGHTS[name.rsplit("-", 1)[1]])
        page = whole.convert("RGB").crop((0, 0, whole.width, height))
    page.quantize(64, dither=Image.Dither.NONE).save(TO / f"{name}.png", optimize=True)


if __name__ == "__main__":
    TO.mkdir(parents=True, exist_ok=True)
    for chosen in CHOSEN:
        shrink(chosen, Path(sys.argv[1]))
