"""The embedded Valkey: queue and cache, kept in an append-only file."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from config.embedded import binaries, processes
from config.embedded.account import Account, own_directory
from config.embedded.ports import HOST, answer, free_port
from config.embedded.processes import Child
from config.embedded.refusal import Refusal, from_output
from config.embedded.state import State

READY_WITHIN = 60.0


@dataclass
class Valkey:
    """A server on the state directory, run by the engines' user."""

    state: State
    account: Account | None
    password: str
    durable: bool = True
    port: int = 0

    def start(self) -> Child:
        """Start the server on a free port; it is not ready yet.

        Raises Refusal where there is no program for it, OSError where it cannot be written.
        """
        server = binaries.valkey_server(self.state, self.account)
        own_directory(self.state.valkey, self.account)
        self.port = free_port()
        self._write_configuration()
        return processes.start(
            "valkey",
            [str(server), str(self.state.valkey / "valkey.conf")],
            log=self.state.log("valkey"),
            cwd="/",
            account=self.account,
        )

    def wait(self, child: Child) -> Child:
        """The server once it answers a PING; started again where another took its port.

        Raises Refusal where it does not come up, with the end of its log.
        """
        limit = time.monotonic() + READY_WITHIN
        while not self.ask("PING").startswith(b"+PONG"):
            if child.ended() and "Address already in use" in child.last_lines():
                child = self.start()
            elif child.ended() or time.monotonic() > limit:
                output = child.last_lines()
                last = output.splitlines()[-1:] or ["it gave no reason"]
                raise from_output(output, self.state.root) or Refusal(
                    f"Valkey did not start: {last[0]}"
                )
            time.sleep(0.05)
        return child

    @property
    def url(self) -> str:
        """The address of the server's first database."""
        return f"redis://:{self.password}@{HOST}:{self.port}/0"

    def ask(self, command: str) -> bytes:
        """The raw answer to one command; empty where the server is silent."""
        said = answer(self.port, f"AUTH {self.password}\r\n{command}\r\nQUIT\r\n".encode())
        return said.removeprefix(b"+OK\r\n")

    def _write_configuration(self) -> None:
        settings = {
            "bind": HOST,
            "port": self.port,
            "requirepass": self.password,
            "dir": self.state.valkey,
            "daemonize": "no",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "save": '""',
            # A queue that forgets under pressure would lose work without a word.
            "maxmemory-policy": "noeviction",
        }
        path = self.state.valkey / "valkey.conf"
        text = "".join(f"{name} {_quoted(value)}\n" for name, value in settings.items())
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            if self.account:
                os.chown(file.fileno(), self.account.user, self.account.group)


def _quoted(value: object) -> str:
    text = str(value)
    return text if text == '""' else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
