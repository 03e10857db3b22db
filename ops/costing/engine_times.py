"""Look up the CPU time of the image engine, the size of variants, and the CPU time of a call to AWS.

They are recorded in bench/results/variants.json and in the report of the load test.
"""

import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

import msgspec

from chalicelib.models import VariantSpec

RECORDED = Path(__file__).parents[2] / "bench" / "results" / "variants.json"


class NotMeasured(ValueError):
    """These variants were never measured."""


class Rendering(msgspec.Struct, frozen=True, kw_only=True):
    """What rendering an image's variants takes: CPU time in ms, and the variants' total size in bytes.

    `direct` is the CPU time of the one function of direct mode; `workflow` is the sum over the functions of
    workflow mode, and `longest` the longest of them.
    """

    direct: float
    workflow: float
    longest: float
    bytes: float


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One photo, and the rendering of each combination of variants by their names, joined with "+"."""

    megapixels: float
    renderings: dict[str, Rendering]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The photos by ascending size, the presets that they were rendered with, and the processor."""

    processor: str
    rounds: int
    presets: tuple[VariantSpec, ...]
    photos: tuple[Measured, ...]


def read_report(path: Path = RECORDED) -> Report:
    """Read the report. Raises msgspec.ValidationError if it has another form."""
    return msgspec.json.decode(path.read_bytes(), type=Report)


def combined(specs: Sequence[VariantSpec]) -> list[tuple[VariantSpec, ...]]:
    """Return all combinations of at least one variant, in the order of the presets."""
    return [chosen for count in range(1, len(specs) + 1) for chosen in combinations(specs, count)]


def count_variants(specs: Sequence[VariantSpec]) -> int:
    """Return the number of variants: one for each format of a preset."""
    return sum(spec.variant_count for spec in specs)


def key(specs: Sequence[VariantSpec]) -> str:
    """Return the name of a combination in the report."""
    return "+".join(sorted(spec.name for spec in specs))


def look_up(report: Report, specs: Sequence[VariantSpec], megapixels: float) -> Rendering:
    """Interpolate linearly between the photos' sizes, or extrapolate beyond them. Raises NotMeasured."""
    if not set(specs) <= set(report.presets):
        raise NotMeasured(", ".join(spec.name for spec in specs if spec not in report.presets))
    low, high = next(
        (pair for pair in pairwise(report.photos) if megapixels <= pair[1].megapixels), report.photos[-2:]
    )
    share = (megapixels - low.megapixels) / (high.megapixels - low.megapixels)
    one, other = low.renderings[key(specs)], high.renderings[key(specs)]

    def between(field: str) -> float:
        first, second = (float(getattr(each, field)) for each in (one, other))
        return max(0.0, first + share * (second - first))

    return Rendering(**{field: between(field) for field in Rendering.__struct_fields__})


LOAD = Path(__file__).parents[2] / "load" / "results" / "latest.md"

# A row of the report: a run, its calls to AWS, its CPU time in ms and the engine's.
_RUN = re.compile(r"^\| 12 MP image \| (\d+): [^|]+\| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)


class ReportUnreadable(ValueError):
    """A report lacks expected numbers."""


def call_ms(report: str) -> float:
    """Return ms of CPU per call: all time of a run that the engine does not take. Raises ReportUnreadable."""
    found = _RUN.search(report)
    if found is None:
        raise ReportUnreadable("the report has no run with a 12 MP image; run the load test again")
    calls, run, engine = map(float, found.groups())
    return (run - engine) / calls
