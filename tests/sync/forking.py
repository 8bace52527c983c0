"""A process that dies by SIGKILL in the middle of its work."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from django.db import connections


def dies_at_work(work: Callable[[], object]) -> None:
    """Run the work in a child, which is to kill itself before the work is done."""
    child = os.fork()
    if not child:
        # Sessions of its own, of every context: where a browser's event loop runs, the parent has a
        # second one, and one that both hold would outlive the child, with its locks.
        inherited = [(one, one.connection) for one in connections.all(initialized_only=True)]
        for one, _kept in inherited:
            one.connection = None
        work()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def die(*_given: object) -> None:
    """End this process at once, as the kernel does where memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
