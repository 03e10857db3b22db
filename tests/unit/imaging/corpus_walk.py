"""A program that renders every file named on standard input, with at most 1 GB and 20 s for each.

It prints one line of JSON per file before it continues, so that a crash or a hang leaves a line missing.
"""

import json
import resource
import signal
import sys
from pathlib import Path

from chalicelib.domain.geometry import plan
from chalicelib.errors import Rejected
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import VariantSpec

_MEMORY = 1 << 30
_SECONDS = 20
_SPECS = (
    VariantSpec(name="inside", width=300, height=300),
    VariantSpec(name="cover", width=100, height=100, fit="cover", position="entropy", format="webp"),
)


def outcome(engine: PillowEngine, content: bytes) -> str:
    """Return `rendered`, the code of the error, or a description of any other exception."""
    try:
        info = engine.inspect(content)
        plans = plan(info, _SPECS)
        variants = engine.render(content, info, plans).variants
    except Rejected as error:
        return error.code
    except BaseException as fault:  # noqa: BLE001  the test reports any exception
        return f"{type(fault).__name__}: {fault}"
    wrong = [each for each, planned in zip(variants, plans, strict=True) if each.width != planned.width]
    return f"wrong size: {wrong}" if wrong else "rendered"


def main() -> None:
    """Render the files named on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    engine = PillowEngine(Limits())
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        signal.alarm(_SECONDS)
        print(json.dumps([str(path), outcome(engine, path.read_bytes())]), flush=True)  # noqa: T201  the program's output
        signal.alarm(0)


if __name__ == "__main__":
    main()
