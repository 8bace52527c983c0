"""`manage.py up`: everything starts, says where it is, and ends in order.

One start serves the whole file; test_crash.py sees what happens when a part is killed.
"""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded import processes
from config.embedded.state import CHECKOUT
from engagement.access.sign_ins import DEMONSTRATION_KEY
from tests.running.instance import Instance, manage

PARTS = {"valkey", "postgres", "web", "worker", "beat"}


@pytest.fixture(scope="module")
def up(instance: Instance) -> Iterator[Instance]:
    instance.start()
    yield instance
    instance.end()


def test_it_says_where_it_is_and_who_may_sign_in(up: Instance) -> None:
    said = (up.state / "up.out").read_text()

    assert f"http://127.0.0.1:{up.port}/" in said
    for name in ("officer", "manager", "reader", "administrator", "colleague", "jisr-demo"):
        assert name in said
    with urllib.request.urlopen(f"{up.url}/readyz") as answer:
        assert answer.status == 200


def test_a_second_one_meets_the_first(up: Instance) -> None:
    second = manage(up.state.root, "up")

    assert second.returncode == 1
    assert second.stderr == (
        f"Jisr is already running ({up.url}/, process {up.supervisor_pid()}); "
        "stop that one first.\n"
    )


def test_other_commands_attach_to_it(up: Instance) -> None:
    port = "from django.db import connection as c; print(c.settings_dict['PORT'])"
    attached = manage(up.state.root, "shell", "-v0", "-c", port)

    assert f":{attached.stdout.strip()}/" in up.addresses()["DATABASE_URL"]


def test_a_partners_first_lines_work_as_the_docs_show_them(up: Instance) -> None:
    first = (CHECKOUT / "docs" / "api.md").read_text().partition("```sh\n")[2].partition("```")[0]
    # -f: an answer that is a refusal ends curl with 22.
    script = first.replace("8000", str(up.port)).replace("curl ", "curl -sf -w '\\n' ")
    ran = subprocess.run(["sh", "-e", "-c", script], capture_output=True, text=True, check=True)
    people, written, changes, sums = map(json.loads, ran.stdout.splitlines())
    assert len(people["items"]) == len(changes["items"]) == 2
    assert [row["status"] for row in written["results"]] == [201]
    assert sum(row["count"] for row in sums["buckets"]) > 2
    assert first.partition("KEY=")[2].split()[0] in (up.state / "up.out").read_text()


def test_the_reference_client_comes_to_be_in_step(up: Instance, tmp_path: Path) -> None:
    client = CHECKOUT / "clients" / "python" / "jisr_sync.py"
    said = [
        subprocess.run(
            [sys.executable, str(client), command],
            env={"JISR": up.url, "KEY": DEMONSTRATION_KEY},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for command in ("pull", "reconcile")
    ]
    assert int(said[0].split()[0]) > 10
    assert said[1] == "0 items\nin step\n"


@pytest.mark.skipif(sys.platform != "linux", reason="reads the environment of other processes")
def test_web_and_worker_do_not_hold_the_owners_address(up: Instance) -> None:
    for name in ("web", "worker", "beat"):
        held = Path(f"/proc/{up.children()[name]['pid']}/environ").read_bytes()
        assert b"jisr_web" in held
        assert b"jisr_owner" not in held
        assert b"DATABASE_ADMIN_URL=postgres" not in held


def test_logs_and_records_are_ours_alone(up: Instance) -> None:
    for path in [up.state / "run.json", up.state / "prepared.json", up.state.log("web")]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_ctrl_c_ends_it_in_order_and_leaves_nothing(up: Instance) -> None:
    children = up.children()
    assert set(children) == PARTS
    assert up.process

    up.process.send_signal(signal.SIGINT)
    ends: list[str] = []
    while up.process.poll() is None:
        ends += [n for n in children if n not in ends and not processes.alive(children[n])]

    assert up.process.returncode == 0
    assert [name for name in ends if name in ("valkey", "postgres")] == ends[3:]
    assert not any(map(processes.alive, children.values()))
    assert not (up.state / "run.json").exists()
    assert "received fast shutdown request" in up.state.log("postgres").read_text()
