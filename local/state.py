"""Files in the state folder that tell other terminals and tests about a running stack."""

import json
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import asdict

from local.stack import Stack


@contextmanager
def state_files(
    stack: Stack, folder: Path, scripts: Mapping[str, str] = MappingProxyType({})
) -> Iterator[None]:
    """Write `env`, for a shell to source, and `stack.json`, and delete them when the block ends.

    `scripts` maps the names of further files to their text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    variables = {**stack.environment, "DARKROOM_URL": stack.url, "DARKROOM_TOKEN": stack.token}
    if stack.signing_key:
        variables["DARKROOM_SIGNING_KEY"] = stack.signing_key
    exports = [f"export {name}={shlex.quote(value)}\n" for name, value in variables.items()]
    texts = {**scripts, "env": "".join(exports), "stack.json": json.dumps(asdict(stack), indent=2)}
    files = {folder / name: text for name, text in texts.items()}
    try:
        for file, text in files.items():
            _replace(file, text)
        yield
    finally:
        for file, text in files.items():
            _remove(file, text)


def _replace(file: Path, text: str) -> None:
    """Write a file atomically."""
    partial = file.with_name(f"{file.name}.partial")
    partial.write_text(text, "utf-8")
    partial.replace(file)


def _remove(file: Path, text: str) -> None:
    """Delete a file, unless another stack with the same folder has replaced it."""
    if file.exists() and file.read_text("utf-8") == text:
        file.unlink()
