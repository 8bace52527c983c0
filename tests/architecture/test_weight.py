"""A page is light enough for a poor line."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.meetings.browsing import client_of

pytestmark = pytest.mark.django_db

#: Bytes, compressed as the server sends them.
MOST = 60_000
ASSET = re.compile(rf'(?:href|src)="{re.escape(settings.STATIC_URL)}([^"]+\.(?:css|js|svg))"')


def compressed(name: str) -> int:
    found = finders.find(name)
    assert found, name
    return len(brotli.compress(Path(found).read_bytes()))


@pytest.mark.parametrize("shown", ["meeting_new", "meeting_list", "stakeholder_list", "coverage"])
def test_a_page_without_charts_stays_under_60_kb_of_assets(cast: Cast, shown: str) -> None:
    client: Client = client_of(cast.amal)
    text = client.get(reverse(shown)).content.decode()
    # The names as the sources have them; a collected file has a hash between name and ending.
    names = {re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name) for name in ASSET.findall(text)}
    assert len(names) >= 3
    assert sum(compressed(name) for name in names) < MOST
