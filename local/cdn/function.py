"""Runs infra/edge.js in Node, with the events that CloudFront passes to it, and again after changes.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
"""

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl

from local.errors import FunctionFailed

_HERE = Path(__file__).parent
_MODULE = {"name": "cloudfront", "type": "module", "exports": "./cloudfront.mjs"}


def node() -> str | None:
    """Return the path of Node, None if it is not installed."""
    return shutil.which("node")


def viewer_request(method: str, path: str, query: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return the event of a request. `query` is the text after `?`, and the headers have lower-case names."""
    parameters = parse_qsl(query, keep_blank_values=True)
    return {
        "version": "1.0",
        "context": {"eventType": "viewer-request"},
        "viewer": {"ip": "127.0.0.1"},
        "request": {
            "method": method,
            "uri": path,
            "querystring": {name: {"value": value} for name, value in parameters},
            "headers": {name: {"value": value} for name, value in headers.items()},
            "cookies": {},
        },
    }


class EdgeFunction:
    """One Node process that handles one event at a time. Any thread may call `handle`."""

    def __init__(self, executable: str, code: str) -> None:
        """Start Node, whose path is `executable`."""
        self._folder = TemporaryDirectory()
        _write(Path(self._folder.name), code)
        command = [executable, str(Path(self._folder.name, "runtime.mjs"))]
        self._process = subprocess.Popen(command, text=True, stdin=PIPE, stdout=PIPE)  # noqa: S603 - Node
        self._handling = threading.Lock()

    def close(self) -> None:
        """Stop Node."""
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()

    def handle(self, event: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
        """Return the request that the function lets through, or its response. `keys` are the store's items.

        Raises FunctionFailed if the function throws an error, which also ends it.
        """
        questions, answers = self._process.stdin, self._process.stdout
        assert questions is not None and answers is not None  # noqa: S101, PT018 - both are pipes
        line = ""
        with self._handling, suppress(BrokenPipeError):
            questions.write(json.dumps({"event": event, "keys": keys}) + "\n")
            questions.flush()
            line = answers.readline()
        if not line:
            raise FunctionFailed("infra/edge.js has ended; its output says why")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _write(folder: Path, code: str) -> None:
    """Write the function as a module beside the one that runs it."""
    (folder / "function.mjs").write_text(f"{code}\nexport {{ handler }};\n", "utf-8")
    shutil.copy(_HERE / "runtime.mjs", folder)
    package = folder / "node_modules" / "cloudfront"
    package.mkdir(parents=True)
    shutil.copy(_HERE / "cloudfront.mjs", package)
    (package / "package.json").write_text(json.dumps(_MODULE), "utf-8")


Code = Callable[[], str]
"""Returns the function's code with its policy. Raises FunctionFailed."""


class ReloadedFunction:
    """Starts Node at the first request, and again after a change of the watched files."""

    def __init__(
        self, node: str, code: Code, watched: tuple[Path, ...], keys: Callable[[], Mapping[str, str]]
    ) -> None:
        """Use `code` to read the function, and `keys` to read the items of its key value store."""
        self._node, self._code, self._watched, self._keys = node, code, watched, keys
        self._changing = threading.Lock()
        self._stopping = ExitStack()
        self._loaded: tuple[int, ...] = ()

    def close(self) -> None:
        """Stop Node."""
        self._stopping.close()

    def __call__(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return the request that the function lets through, or its response. Raises FunctionFailed."""
        keys = self._keys() if "s" in event["request"]["querystring"] else {}
        return self._current().handle(event, keys)

    def _current(self) -> EdgeFunction:
        with self._changing:
            times = tuple(file.stat().st_mtime_ns for file in self._watched)
            if times != self._loaded:
                code = self._code()
                self._stopping.close()
                self._function = self._stopping.enter_context(closing(EdgeFunction(self._node, code)))
                self._loaded = times
            return self._function
