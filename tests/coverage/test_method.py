"""docs/method.md says how every figure is made."""

from __future__ import annotations

import re

from django.conf import settings

from engagement.coverage.place import METHOD_VERSION
from engagement.meetings.drilldown import BY_UNIT, OVERALL

METHOD = (settings.BASE_DIR / "docs" / "method.md").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """Heading -> text."""
    parts = re.split(r"^## (.+)$", METHOD, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_figure_has_its_section() -> None:
    rows = re.findall(r"^\| (`.+`) \| (.+) \|$", METHOD, flags=re.MULTILINE)
    told = {code: section for codes, section in rows for code in re.findall(r"`(\w+)`", codes)}

    assert set(told) == {*BY_UNIT, *OVERALL, "tried"}
    assert set(told.values()) <= set(sections())


def test_every_section_of_a_figure_has_a_formula() -> None:
    rows = re.findall(r"^\| `.+` \| (.+) \|$", METHOD, flags=re.MULTILINE)

    assert [name for name in rows if "```" not in sections()[name]] == []


def test_the_version_of_the_method_is_said() -> None:
    assert f"version {METHOD_VERSION}" in METHOD
