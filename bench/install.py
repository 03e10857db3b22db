"""Install the peers into `.bench/`, in environments of their own."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from bench.paths import BENCH, NODE, PYTHON, REPOSITORY, STATE, THUMBOR

_PYTHON = [REPOSITORY / "requirements.txt", BENCH / "requirements.txt"]


def install() -> None:
    """Bring all environments up to date.

    Without npm the Node environment is skipped. Raises CalledProcessError if an installation fails.
    """
    _install_if_changed("python", _PYTHON, _python_environment)
    _install_if_changed("thumbor", [BENCH / "requirements-thumbor.txt"], _thumbor_environment)
    if shutil.which("npm"):
        _install_if_changed("node", [BENCH / "package.json"], _node_environment)


def _install_if_changed(name: str, requirements: list[Path], build: Callable[[], None]) -> None:
    """Build an environment unless it was already built from the same requirement files."""
    wanted = sha256(b"".join(file.read_bytes() for file in requirements)).hexdigest()
    stamp = STATE / f"{name}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing {name} into {STATE.name}/", flush=True)  # noqa: T201 -- the benchmark's own console
    build()
    stamp.write_text(wanted)


def _python_environment() -> None:
    _virtual_environment(PYTHON, *_PYTHON)


def _thumbor_environment() -> None:
    _virtual_environment(THUMBOR, BENCH / "requirements-thumbor.txt")


def _virtual_environment(python: Path, *requirements: Path) -> None:
    _run(sys.executable, "-m", "venv", "--clear", str(python.parent.parent))
    pip = (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    # One by one: pip requires hashes in all files of a command if one has them.
    for file in requirements:
        _run(*pip, "-r", str(file))


def _node_environment() -> None:
    NODE.mkdir(parents=True, exist_ok=True)
    shutil.copy(BENCH / "package.json", NODE)
    _run("npm", "install", "--prefix", str(NODE), "--no-audit", "--no-fund", "--loglevel", "error")


def _run(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603 -- fixed commands, no outside input
