"""Measure what each combination of the shipped presets takes: `python -m bench.variants`.

Writes bench/results/variants.json, which `python -m ops cost` reads.
"""

import os
import sys
from collections.abc import Sequence

import msgspec

from bench import machine
from bench.inputs import typical
from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.bootstrap.engine import default_engine
from chalicelib.bootstrap.presets import read_presets
from chalicelib.models import VariantSpec
from chalicelib.ports import ImageEngine
from ops.costing.engine_times import RECORDED, Measured, Rendering, Report, combined, key
from ops.costing.measuring import measure, megapixels
from ops.templates.startup_variables import STARTUP_VARIABLES

ROUNDS = 6
# The photos that the benchmark draws as cameras store them: baseline JPEGs.
PHOTOS = ("JPEG 4:2:0 6 MP", "JPEG 4:2:0 12 MP", "JPEG 4:2:0 24 MP")


def main() -> None:
    """Measure every photo with every combination and write the report."""
    presets = read_presets(PRESETS_FILE).presets
    engine = default_engine()
    contents = [typical.find(name).path.read_bytes() for name in PHOTOS]
    described = machine.describe()
    report = Report(
        processor=f"{described['CPU']}, {described['architecture']}",
        rounds=ROUNDS,
        presets=presets,
        photos=tuple(
            Measured(megapixels=megapixels(engine, content), renderings=renderings)
            for content, renderings in zip(contents, _least(engine, contents, combined(presets)), strict=True)
        ),
    )
    RECORDED.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    sys.stdout.write(f"{RECORDED}\n")


def _least(
    engine: ImageEngine, contents: Sequence[bytes], combinations: Sequence[Sequence[VariantSpec]]
) -> list[dict[str, Rendering]]:
    """Return for each photo the least of each number.

    A round measures everything once, so that other work on the machine disturbs a combination in a few rounds
    at most.
    """
    least: list[dict[str, Rendering]] = [{} for _ in contents]
    for _ in range(ROUNDS):
        for content, renderings in zip(contents, least, strict=True):
            for specs in combinations:
                measured = measure(engine, content, specs, rounds=1)
                renderings[key(specs)] = _lesser(measured, renderings.get(key(specs), measured))
    return least


def _lesser(one: Rendering, other: Rendering) -> Rendering:
    return Rendering(
        **{name: min(getattr(one, name), getattr(other, name)) for name in Rendering.__struct_fields__}
    )


if __name__ == "__main__":
    if not os.environ.items() >= STARTUP_VARIABLES.items():
        # glibc reads them when a process starts.
        variables = {**os.environ, **STARTUP_VARIABLES}
        os.execve(sys.executable, [sys.executable, "-m", "bench.variants"], variables)  # noqa: S606 -- on purpose
    main()
