"""Install the peers into `.bench/`, in environments of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from bench.paths import BENCH, NODE, PYTHON, REPOSITORY, STATE, THUMBOR


def run_with_peers(module: str) -> None:
    """Install the peers, then replace this process by the module in their environment, with its arguments."""
    install()
    os.execv(PYTHON, [str(PYTHON), "-m", module, *sys.argv[1:]])  # noqa: S606 -- replaces this process by design


def install() -> None:
    """Bring all environments up to date.

    Without npm the Node environment is skipped. Raises CalledProcessError if an installation fails.
    """
    shipped_and_peers = [REPOSITORY / "requirements.txt", BENCH / "requirements.txt"]
    _install_if_changed("python", shipped_and_peers, partial(_virtual_environment, PYTHON))
    _install_if_changed(
        "thumbor", [BENCH / "requirements-thumbor.txt"], partial(_virtual_environment, THUMBOR)
    )
    if shutil.which("npm"):
        _install_if_changed("node", [BENCH / "package.json"], _node_environment)


def _install_if_changed(name: str, files: Sequence[Path], build: Callable[[Sequence[Path]], None]) -> None:
    """Build an environment unless it was already built from the same requirement files."""
    wanted = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    stamp = STATE / f"{name}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing {name} into {STATE.name}/", flush=True)  # noqa: T201 -- the benchmark's own console
    build(files)
    stamp.write_text(wanted)


def _virtual_environment(python: Path, files: Sequence[Path]) -> None:
    _run(sys.executable, "-m", "venv", "--clear", python.parent.parent)
    # One by one: pip requires hashes in all files of a command if one has them.
    for file in files:
        _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", file)


def _node_environment(files: Sequence[Path]) -> None:
    NODE.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copy(file, NODE)
    _run("npm", "install", "--prefix", NODE, "--no-audit", "--no-fund", "--loglevel", "error")


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True)  # noqa: S603 -- fixed commands, no outside input
