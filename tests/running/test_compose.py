"""docker-compose.yml as text: no engine runs it here, so what can be read off it is held."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

HOME = Path(__file__).resolve().parents[2]
TEXT = (HOME / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
SERVING = ("web", "worker", "beat")
ONCE = ("bootstrap", "migrate")
SECRET = re.compile(r"PASSWORD|SECRET_KEY$|SEALING_KEYS$")
#: ${NAME}, ${NAME:?message}, ${NAME:-default}; `$$` is the container's own shell.
USED = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?P<rest>[^}]*)\}")


def environment(name: str) -> dict[str, str]:
    return SERVICES[name]["environment"]


def names_that_settings_read() -> set[str]:
    """The first argument of every `env.…("NAME")` and `_address("NAME")` in settings.py."""
    tree = ast.parse((HOME / "config" / "settings.py").read_text(encoding="utf-8"))
    found = set()
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        function, first = call.func, call.args[0]
        reads = (isinstance(function, ast.Name) and function.id == "_address") or (
            isinstance(function, ast.Attribute)
            and isinstance(function.value, ast.Name)
            and function.value.id == "env"
        )
        if reads and isinstance(first, ast.Constant):
            found.add(str(first.value))
    return found


def names_in_the_example() -> dict[str, str]:
    lines = (HOME / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_everything_that_the_product_needs_is_a_service() -> None:
    assert set(SERVICES) == {"db", "broker", *ONCE, *SERVING}


@pytest.mark.parametrize("name", sorted({"db", "broker", *SERVING}))
def test_what_stays_up_says_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_the_web_is_well_when_it_can_serve() -> None:
    assert "/readyz" in " ".join(SERVICES["web"]["healthcheck"]["test"])


def test_the_database_comes_first_then_the_roles_then_the_tables_then_the_rest() -> None:
    assert SERVICES["bootstrap"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    done = {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"] == {"bootstrap": done}
    for name in SERVING:
        needs = SERVICES[name]["depends_on"]
        assert needs == {"migrate": done, "broker": {"condition": "service_healthy"}}


@pytest.mark.parametrize("name", [*ONCE, *SERVING])
def test_settings_know_every_name_that_they_are_given(name: str) -> None:
    assert set(environment(name)) <= names_that_settings_read()
    assert environment(name)["JISR_ENV"] == "production"


def test_nothing_is_a_demonstration_or_a_test() -> None:
    for name in (*ONCE, *SERVING):
        assert not {"DEBUG", "JISR_DEMONSTRATION", "JISR_TESTS"} & set(environment(name))


def test_the_owner_s_address_is_where_the_tables_are_made_and_nowhere_else() -> None:
    for name in SERVING:
        text = str(SERVICES[name])
        assert "OWNER" not in text
        assert "ADMIN" not in text
        assert "POSTGRES_PASSWORD" not in text
    assert "DATABASE_OWNER_URL" in environment("migrate")
    assert "ADMIN" not in str(SERVICES["migrate"])
    assert "DATABASE_ADMIN_URL" in environment("bootstrap")


def test_no_secret_has_a_default() -> None:
    uses = [(use["name"], use["rest"]) for use in USED.finditer(TEXT) if SECRET.search(use["name"])]
    assert {name for name, _rest in uses} == {
        "POSTGRES_PASSWORD",
        "JISR_OWNER_PASSWORD",
        "JISR_WEB_PASSWORD",
        "VALKEY_PASSWORD",
        "SECRET_KEY",
        "JISR_SEALING_KEYS",
    }
    assert all(rest.startswith(":?") for _name, rest in uses)


def test_no_secret_is_written_out() -> None:
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if SECRET.search(name):
                assert USED.fullmatch(value), name
            if name.endswith("_URL"):
                assert USED.search(value.rsplit("@", 1)[0]), name
    assert all(value == "" for value in names_in_the_example().values())


def test_the_example_names_everything_that_is_asked_for() -> None:
    assert {use["name"] for use in USED.finditer(TEXT)} == set(names_in_the_example())


def test_only_the_web_has_a_port_and_only_on_this_machine() -> None:
    ports = {name: service.get("ports", []) for name, service in SERVICES.items()}
    assert {name for name, found in ports.items() if found} == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in ports["web"])


def test_the_engines_keep_their_data_and_search_arabic() -> None:
    # Since its version 18 the image keeps the cluster in a directory below this one.
    assert SERVICES["db"]["volumes"] == ["database:/var/lib/postgresql"]
    arguments = environment("db")["POSTGRES_INITDB_ARGS"]
    assert "--encoding=UTF8" in arguments
    assert "--locale=C.UTF-8" in arguments
    assert "--requirepass" in SERVICES["broker"]["command"]
    assert SERVICES["broker"]["volumes"] == ["queue:/data"]


def test_the_image_runs_as_nobody_special_and_holds_no_secret() -> None:
    image = (HOME / "Dockerfile").read_text(encoding="utf-8")
    user = re.findall(r"^USER (.+)$", image, re.MULTILINE)
    assert user
    assert user[-1].split(":")[0] not in ("root", "0")
    assert "--require-hashes -r requirements.lock" in image
    assert not re.search(r"^(ENV|ARG) .*(PASSWORD|SECRET|_URL)", image, re.MULTILINE)
    ignored = (HOME / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(line for line in ignored if not line.startswith("#")) == "*"
