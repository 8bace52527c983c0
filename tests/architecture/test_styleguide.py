"""The style guide shows every component in both directions, to whoever builds pages only."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_style_guide_is_there_in_debug(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    text = client.get(reverse("styleguide")).content.decode()
    assert '<div dir="ltr" lang="en">' in text
    assert '<div dir="rtl" lang="ar">' in text
    assert '<div dir="rtl" lang="ckb">' in text
    assert "حفظ" in text, "the same parts in Arabic words"


def test_the_style_guide_is_not_there_in_production(client: Client) -> None:
    assert client.get(reverse("styleguide")).status_code == 404
