"""Make .venv and install what the lock file names; run by make with the system's Python.

    python3 install.py          what the product needs
    python3 install.py --dev    the tests' and checks' tools as well

Nothing is done where the lock file has not changed since. uv is used where it is on the PATH
(several times faster), else pip. Standard library only, and readable by older Pythons, so that
they can say that they are too old.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
RUN, DEV = "requirements.lock", "requirements-dev.lock"
OLDEST = (3, 11)


class Refusal(Exception):
    """What a person can mend; the text is one sentence that says how."""


def main(arguments: list[str]) -> int:
    """Install; 1 with a sentence where a person can mend what stopped it."""
    try:
        make_environment()
        install(DEV if "--dev" in arguments else RUN)
        compile_catalogues()
    except Refusal as sentence:
        sys.stderr.write(f"{sentence}\n")
        return 1
    return 0


def make_environment() -> None:
    """Make .venv where there is none that works. Raises Refusal where this machine cannot."""
    if works(PYTHON):
        return
    if shutil.which("uv"):
        # uv finds, or fetches, a newer Python where this one is too old.
        wanted = sys.executable if sys.version_info[:2] >= OLDEST else ">={}.{}".format(*OLDEST)
        call(["uv", "venv", "--quiet", "--clear", "--python", wanted, str(VENV)])
        return
    check_python()
    check_venv_module()
    call([sys.executable, "-m", "venv", "--clear", str(VENV)])


def works(python: Path) -> bool:
    """Whether the environment's Python runs and is new enough."""
    check = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.run([str(python), "-c", check], check=False).returncode == 0
    except OSError:
        return False


def check_python() -> None:
    """Raises Refusal where this Python is too old."""
    if sys.version_info[:2] < OLDEST:
        raise Refusal(
            "Jisr needs Python {}.{} or newer and {} is {}.{}; "
            "install a newer one and name it (make run PYTHON=python3.12), or install uv.".format(
                *OLDEST, sys.executable, *sys.version_info[:2]
            )
        )


def check_venv_module() -> None:
    """Raises Refusal where Python comes without its module for environments, as on Debian."""
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        raise Refusal(
            f"This Python cannot make environments: install its package for that "
            f"(on Debian: apt-get install {package}), or install uv, which needs none."
        )


def install(lock: str) -> None:
    """Install what the lock file names, with its hashes, unless that was done before.

    Raises Refusal where it does not end well.
    """
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    installed = read_stamp()
    if installed.get(lock) == digest:
        return
    sys.stdout.write(f"Installing {lock} into .venv\n")
    sys.stdout.flush()
    call([*installer(), "--require-hashes", "-r", str(ROOT / lock)])
    installed[lock] = digest
    if lock == DEV:  # it holds all that the other one holds
        installed[RUN] = hashlib.sha256((ROOT / RUN).read_bytes()).hexdigest()
    else:
        installed.pop(DEV, None)
    STAMP.write_text(json.dumps(installed))


def read_stamp() -> dict[str, str]:
    """Which lock files .venv was made from."""
    try:
        content = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return dict(content)


def installer() -> list[str]:
    """The command that installs into .venv, pip being fetched from Python itself if need be."""
    if shutil.which("uv"):
        # Compiled at once: uncompiled packages double every later start.
        return ["uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    if not has_pip():
        call([str(PYTHON), "-m", "ensurepip", "--default-pip"], quiet=True)
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def has_pip() -> bool:
    """Whether .venv holds pip; those that uv makes do not."""
    check = [str(PYTHON), "-c", "import pip"]
    return subprocess.run(check, stderr=subprocess.DEVNULL, check=False).returncode == 0


def compile_catalogues() -> None:
    """Compile the translations where one is newer than its compiled form.

    Raises Refusal where that does not end well.
    """
    command = ROOT / "engagement" / "management" / "commands" / "catalogues.py"
    stale = [path for path in ROOT.glob("engagement/locale/*/LC_MESSAGES/*.po") if is_stale(path)]
    if stale and command.exists():
        call([str(PYTHON), str(ROOT / "manage.py"), "catalogues", "--compile"], quiet=True)


def is_stale(catalogue: Path) -> bool:
    """Whether the catalogue changed after it was compiled."""
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def call(command: list[str], quiet: bool = False) -> None:
    """Run a program. Raises Refusal, naming it and a full disk, where it fails."""
    environment = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONHOME")}
    output = subprocess.DEVNULL if quiet else None
    if subprocess.run(command, check=False, env=environment, stdout=output).returncode == 0:
        return
    if shutil.disk_usage(ROOT).free < 50_000_000:
        raise Refusal(f"The disk that holds {ROOT} is full; free some space and start again.")
    raise Refusal(f"`{' '.join(command)}` failed; its own words stand above.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
