"""How a web process begins."""

from __future__ import annotations

import subprocess
import sys

from config.embedded.state import CHECKOUT
from tests.running.instance import environment

LOADED = """
import gc, sys
import config.wsgi
assert "engagement.sync.feed.api" in sys.modules
assert gc.get_freeze_count() > 100_000, gc.get_freeze_count()
"""


def test_pages_are_loaded_before_the_first_request_and_never_looked_through_again() -> None:
    own = environment(CHECKOUT / ".state", SECRET_KEY="x" * 64)
    command = [sys.executable, "-c", LOADED]
    ran = subprocess.run(
        command, cwd=CHECKOUT, env=own, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
