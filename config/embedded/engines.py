"""Both engines together: started side by side, addressed, recorded, stopped in order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from config.embedded import leftovers, postgres, processes, state
from config.embedded.account import Account, engines_account
from config.embedded.postgres import Postgres
from config.embedded.processes import Child
from config.embedded.refusal import Refusal, told
from config.embedded.state import State
from config.embedded.valkey import Valkey

OWNER, WEB = "jisr_owner", "jisr_web"
STOP_WITHIN = 30.0
GIVEN = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_ADMIN_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "JISR_SEALING_KEYS",
)


@dataclass
class Engines:
    """What one start found and started, and where it answers."""

    state: State
    addresses: dict[str, str]
    children: list[Child] = field(default_factory=list)
    new_cluster: bool = False
    own_database: bool = False
    valkey: Valkey | None = None
    url: str = ""

    def record(self) -> None:
        """Write who runs where, so that a crash's leftovers are found. Raises OSError."""
        state.write_private(
            self.state / "run.json",
            {
                "supervisor": processes.recorded(os.getpid()),
                "url": self.url,
                "addresses": self.addresses,
                "children": {
                    child.name: processes.recorded(child.popen.pid)
                    for child in self.children
                    if not child.ended()
                },
            },
        )

    def add(self, child: Child) -> Child:
        """Take a child into the record at once."""
        self.children = [kept for kept in self.children if kept.name != child.name] + [child]
        self.record()
        return child


@contextmanager
def started(place: State, holder: str, *, durable: bool = True) -> Iterator[Engines]:
    """The engines that the environment does not name, up for as long as the block runs.

    Raises Refusal for whatever a person can mend: another instance, no binaries, no UTF-8
    locale, another major version, an unreachable or unwritable directory, a full disk.
    """
    refuse_production()
    with ExitStack() as until_the_end:
        with told(place.root):
            place.make()
            until_the_end.enter_context(state.locked(place, holder))
            leftovers.stop(place)
            engines = Engines(place, given())
            until_the_end.callback(stop, engines)
            _start(engines, state.passwords(place), durable=durable)
        yield engines


def refuse_production() -> None:
    """Raises Refusal where this machine serves for real."""
    if os.environ.get("JISR_ENV") == "production":
        raise Refusal(
            "JISR_ENV=production does not use the embedded engines: "
            "set DATABASE_URL, REDIS_URL and SECRET_KEY, and start the services by themselves."
        )


def given() -> dict[str, str]:
    """The addresses that the environment names."""
    return {name: os.environ[name] for name in GIVEN if os.environ.get(name)}


def stop(engines: Engines) -> None:
    """Stop Valkey, then PostgreSQL, whichever of them still runs; forget the record."""
    for name in ("valkey", "postgres"):
        processes.stop_all([child for child in engines.children if child.name == name], STOP_WITHIN)
    (engines.state / "run.json").unlink(missing_ok=True)


def _start(engines: Engines, secrets: dict[str, str], *, durable: bool) -> None:
    engines.addresses.setdefault("SECRET_KEY", secrets["secret_key"])
    engines.addresses.setdefault("JISR_SEALING_KEYS", secrets[state.SEALING_KEYS])
    account = engines_account()
    _check_reach(engines.state, account)
    database = None if "DATABASE_URL" in engines.addresses else Postgres(engines.state, account)
    queue = (
        None
        if "REDIS_URL" in engines.addresses
        else Valkey(engines.state, account, secrets["valkey"])
    )
    # Both are started before either is waited for: each reads its files meanwhile.
    if queue:
        queue.durable = durable
        engines.add(queue.start())
    if database:
        database.durable = durable
        engines.own_database = True
        engines.new_cluster = database.prepare(secrets["admin"])
        engines.add(database.wait(engines.add(database.start())))
        engines.addresses.update(_database_urls(database, secrets))
    if queue:
        engines.add(queue.wait(_named(engines, "valkey")))
        engines.valkey = queue
        engines.addresses["REDIS_URL"] = queue.url
    engines.record()


def _named(engines: Engines, name: str) -> Child:
    return next(child for child in engines.children if child.name == name)


def _database_urls(database: Postgres, secrets: dict[str, str]) -> dict[str, str]:
    return {
        "DATABASE_ADMIN_URL": database.url(postgres.ADMIN, secrets["admin"], "postgres"),
        "DATABASE_OWNER_URL": database.url(OWNER, secrets["owner"]),
        "DATABASE_URL": database.url(WEB, secrets["web"]),
    }


def _check_reach(place: State, account: Account | None) -> None:
    if account and not account.reaches(place.root):
        raise Refusal(
            f"The engines run as the user {account.name!r}, who cannot reach {place.root}; "
            "set JISR_STATE to a directory that every user may pass through, /var/lib/jisr say."
        )
