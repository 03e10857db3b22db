"""Serve an engine over a line protocol: one JSON object per line in, one per line out.

    {"do": "hello"}                                              {"versions": {"Pillow": "13.0.0"}}
    {"do": "load", "path": "…"}                                  {}
    {"do": "run", "outputs": […], "repeat": 3, "save": "…"}      {"cpu": 0.021, "wall": 0.022, "files": ["…"]}

`save` is the folder for the files, if they are wanted. `cpu` is the user and system time of the whole
process, all threads included, in seconds per run of the job. If the engine raises an exception, the response
is `{"error": "…"}`. This file runs in the environments of all peers, so it imports only the standard library.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.jobs import Output

Render = Callable[[bytes, Sequence[Output]], Sequence[bytes]]


def serve(render: Render, versions: Mapping[str, str], requests: Iterable[str] = sys.stdin) -> None:
    """Respond to every request until there are no more."""
    content = b""
    for line in requests:
        message = json.loads(line)
        response: dict[str, Any] = {}
        if message["do"] == "hello":
            response = {"versions": dict(versions)}
        elif message["do"] == "load":
            content = Path(message["path"]).read_bytes()
        else:
            response = _run(render, content, message)
        print(json.dumps(response), flush=True)  # noqa: T201 -- stdout is the protocol


def _run(render: Render, content: bytes, message: Mapping[str, Any]) -> dict[str, Any]:
    outputs, repeat = message["outputs"], message["repeat"]
    cpu, wall = time.process_time(), time.perf_counter()
    try:
        for _ in range(repeat):
            made = render(content, outputs)
    except Exception as error:  # noqa: BLE001 -- any failure of a peer is a result
        return {"error": f"{type(error).__name__}: {error}"}
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    files = _save(Path(message["save"]), made, outputs) if message.get("save") else []
    return {"cpu": cpu / repeat, "wall": wall / repeat, "files": files}


def _save(folder: Path, made: Sequence[bytes], outputs: Sequence[Output]) -> list[str]:
    files = [folder / f"{index}.{output['format']}" for index, output in enumerate(outputs)]
    for file, content in zip(files, made, strict=True):
        file.write_bytes(content)
    return [str(file) for file in files]
