"""The Python side of the protocol: one JSON object per line in, one per line out.

    {"do": "hello"}                                              {"versions": {"Pillow": "13.0.0"}}
    {"do": "load", "path": "…"}                                  {}
    {"do": "run", "outputs": […], "repeat": 3, "save": "…"}      {"cpu": 0.021, "wall": 0.022, "files": ["…"]}

`cpu` is user and system time of the whole process, all threads included, in seconds for one run of the
job. Anything that the engine throws is answered as `{"error": "…"}`. Only the standard library is
imported here: every peer's environment runs this file.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.jobs import Output

Render = Callable[[bytes, Sequence[Output]], Sequence[bytes]]


def serve(render: Render, versions: Mapping[str, str], requests: Iterable[str] = sys.stdin) -> None:
    """Answer every request until there are no more."""
    content = b""
    for line in requests:
        message = json.loads(line)
        answer: dict[str, Any] = {}
        if message["do"] == "hello":
            answer = {"versions": dict(versions)}
        elif message["do"] == "load":
            content = Path(message["path"]).read_bytes()
        else:
            answer = _run(render, content, message)
        print(json.dumps(answer), flush=True)  # noqa: T201 -- stdout is the protocol


def _run(render: Render, content: bytes, message: Mapping[str, Any]) -> dict[str, Any]:
    outputs, repeat = message["outputs"], message["repeat"]
    cpu, wall = _cpu_seconds(), time.perf_counter()
    try:
        for _ in range(repeat):
            made = render(content, outputs)
    except Exception as error:  # noqa: BLE001 -- whatever a peer throws is a result of the bench
        return {"error": f"{type(error).__name__}: {error}"}
    cpu, wall = _cpu_seconds() - cpu, time.perf_counter() - wall
    files = _save(Path(message["save"]), made, outputs) if message.get("save") else []
    return {"cpu": cpu / repeat, "wall": wall / repeat, "files": files}


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _save(folder: Path, made: Sequence[bytes], outputs: Sequence[Output]) -> list[str]:
    files = []
    for index, (picture, output) in enumerate(zip(made, outputs, strict=True)):
        file = folder / f"{index}.{output['format']}"
        file.write_bytes(picture)
        files.append(str(file))
    return files
