"""The style guide in a browser: every component in both directions, without a barrier."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_every_component_stands_in_both_directions(visitor: Visitor, settings: Any) -> None:
    settings.DEBUG = True
    visitor.open("/styleguide/")
    visitor.look("styleguide")
