"""What an instance that was killed left running: found by run.json and stopped before a start."""

from __future__ import annotations

import signal

from config.embedded import postgres, processes, state
from config.embedded.state import State

# The doors first, then what they stand on; PostgreSQL's "fast" end is SIGINT.
ORDER = ("web", "beat", "worker", "valkey", "postgres")
STOP_WITHIN = {"valkey": 20.0, "postgres": 30.0}


def stop(place: State) -> list[str]:
    """Stop what still runs of an earlier instance; their names. Call only under the lock."""
    children = state.read(place / "run.json").get("children", {})
    stopped = [
        name
        for name in (*ORDER, *sorted(set(children) - set(ORDER)))
        if name in children and _stop_one(name, children[name])
    ]
    if postgres.stop_left_over(place) and "postgres" not in stopped:
        stopped.append("postgres")
    (place / "run.json").unlink(missing_ok=True)
    return stopped


def _stop_one(name: str, record: processes.Recorded) -> bool:
    number = signal.SIGINT if name == "postgres" else signal.SIGTERM
    return processes.stop_recorded(record, number, STOP_WITHIN.get(name, 10.0))
