"""Build the programs of how-to guides from the text of the page alone, in an empty folder, as readers do."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from docsite.code_blocks import Block, blocks
from local.process import ROOT
from tests.readers_shell import in_bash

# The parts of a clone that the guides use.
_CLONE = ("app.py", "chalicelib", "client", "infra", "local", "ops", ".chalice")
# The tests have their own virtual environment.
_INSTALLATION = re.compile(r"^(python3 -m venv|pip install) [^\n]*\n", re.MULTILINE)
_SERVER = re.compile(r"(python manage.py runserver|uvicorn) ")
_PORT_OF_GUIDES = "9000"


@dataclass(frozen=True)
class Reader:
    """Somebody who follows a guide in `folder`, with a clone of the project in the folder `home`.

    `state` is the folder of the running stack, which is `.local` in the clone. The site gets `port` instead
    of the one in the guide.
    """

    folder: Path
    home: Path
    state: Path
    port: int

    def follow(self, page: Path) -> list[str]:
        """Follow the page up to the command that starts its server; return the command.

        A block with a title is a file, or the end of one. All others with the language `sh` are run, in the
        environment that the ones before have exported.
        """
        self._clone()
        for block in blocks(page):
            if block.file:
                self._save(block)
            elif block.language == "sh" and block.run:
                if _SERVER.match(block.code):
                    return self._server(block)
                self._run(_INSTALLATION.sub("", block.code))
        raise AssertionError(f"{page} starts no server")

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the environment in which the reader starts the server."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("DARKROOM_")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{inherited['PATH']}"
        return inherited | {"PATH": path, "HOME": str(self.home)} | changes

    @property
    def _exports(self) -> Path:
        return self.home / "exports"

    def _clone(self) -> None:
        clone = self.home / "darkroom"
        clone.mkdir()
        for part in _CLONE:
            (clone / part).symlink_to(ROOT / part)
        (clone / ".local").symlink_to(self.state)
        (clone / ".venv").symlink_to(sys.prefix)
        self._exports.touch()

    def _save(self, block: Block) -> None:
        file = self.folder / block.file
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text("utf-8") if block.appended else ""
        file.write_text(before + block.code, "utf-8")

    def _server(self, block: Block) -> list[str]:
        return ["bash", "-c", f". '{self._exports}' && exec {self._on_port(block.code)}"]

    def _run(self, script: str) -> None:
        script = f". '{self._exports}'\n{self._on_port(script)}\nexport -p > '{self._exports}'\n"
        done = in_bash(script, self.folder, self.environment())
        assert done.returncode == 0, done.stdout + done.stderr

    def _on_port(self, code: str) -> str:
        return code.replace(_PORT_OF_GUIDES, str(self.port))
