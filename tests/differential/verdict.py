"""Decide which files come out wrong.

The judges are asked in order. A file counts as wrong if the first judge that decodes it disagrees with us
and no other judge agrees with us. Refusing a file is wrong if the first judge shows all of it; rendering
one with missing pixels is wrong, too.

The first judge decides alone where the others follow other rules on purpose: colors described by tags
rather than ICC, which they ignore, and WebP with EXIF, whose orientation browsers ignore and libvips applies.
A judge that shows fewer frames than the first has no say either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from chalicelib.models import Format
from chalicelib.ports.processing import ImageEngine
from tests.differential.compare import Expectation, differences
from tests.differential.compare_pixels import PixelRules
from tests.differential.decoded import Decoded
from tests.differential.faults import Fault
from tests.differential.generator.case import Case, ColorClass
from tests.differential.grid import GRID
from tests.differential.judges.judge import Judge
from tests.differential.outputs import Output, Refusal, render
from tests.differential.signature import media_type

# The largest CIE76 difference of a cell.
LIMITS: dict[ColorClass, float] = {"icc": 2.3, "tags": 5.0, "hdr": 12.0}
# How many pixels of the source a pixel of a lossy output depends on in each direction, and one at half the
# size: half the chroma, and the 6 pixels of Lanczos as well.
_REACH, _REACH_AT_HALF = 3, 7
# What lossy formats and palettes add at best quality: YCbCr samples of 8 bits, and traces of edges. WebP has
# only half the chroma and smooths across blocks.
_LOSSY: dict[Format, float] = {"png": 0.0, "jpeg": 3.0, "avif": 3.0, "gif": 3.0, "webp": 5.0}
_REFUSED = "refused: "
_INCOMPLETE = "rendered, although pixels are missing"

Status = Literal["right", "disputed", "incomplete", "wrong", "undecided"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judges say about our output for one file.

    Faults without an output are of the file as a whole: it should have been refused, or not.
    `judge` is the first that decodes the file, None if none does; `frames` is the number that it shows, and
    `faults` are its disagreements. `agrees` is the first judge that agrees with us. `incomplete` files have
    missing pixels: judges show what there is, and we refuse them.
    """

    case: Case
    judge: str | None = None
    frames: int = 0
    faults: tuple[Fault, ...] = field(default=())
    agrees: str | None = None
    incomplete: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether one more judge could change the verdict."""
        if self.judge is None:
            return True
        if self.agrees or any(not fault.output for fault in self.faults):
            return False
        is_webp = media_type(self.case.content) == "image/webp"
        return self.case.color == "icc" and not (is_webp and b"EXIF" in self.case.content)

    @property
    def status(self) -> Status:
        """Return the verdict in one word."""
        if self.judge is None:
            return "undecided"
        if not self.faults:
            return "incomplete" if self.incomplete else "right"
        return "disputed" if self.agrees else "wrong"


def judge_all(cases: Sequence[Case], engine: ImageEngine, judges: Sequence[Judge]) -> list[Verdict]:
    """Render each file and return the verdicts, in order."""
    rendered = [render(engine, case.content) for case in cases]
    verdicts = [Verdict(case) for case in cases]
    for judge in judges:
        unsettled = [at for at, verdict in enumerate(verdicts) if verdict.is_open]
        files = [_files(cases[at], rendered[at]) for at in unsettled]
        decoded = iter(judge.decode([file for group in files for file in group]))
        for at, group in zip(unsettled, files, strict=True):
            source, *outputs = [next(decoded) for _ in group]
            if source is not None:
                verdicts[at] = _judged(verdicts[at], judge.name, source, rendered[at], outputs)
    return verdicts


def _files(case: Case, rendered: Sequence[Output] | Refusal) -> list[bytes]:
    outputs = [] if isinstance(rendered, Refusal) else [output.content for output in rendered]
    return [case.content, *outputs]


def _judged(
    verdict: Verdict,
    name: str,
    source: Decoded,
    rendered: Sequence[Output] | Refusal,
    outputs: Sequence[Decoded | None],
) -> Verdict:
    """Add what one more judge says."""
    if len(source.frames) < verdict.frames:
        return verdict
    if isinstance(rendered, Refusal):
        return _refused(verdict, name, source, rendered)
    faults = tuple(
        fault
        for output, decoded in zip(rendered, outputs, strict=True)
        for fault in _output_faults(verdict.case, source, output, decoded)
    )
    if verdict.case.whole is False:
        faults = (Fault("", _INCOMPLETE),)
    if verdict.judge is None:
        verdict = replace(verdict, judge=name, frames=len(source.frames), faults=faults)
    return verdict if faults else replace(verdict, agrees=name)


def _refused(verdict: Verdict, name: str, source: Decoded, refusal: Refusal) -> Verdict:
    whole = source.whole if verdict.case.whole is None else verdict.case.whole
    if not whole and refusal.code == "corrupt_image":
        return replace(verdict, judge=name, agrees=name, incomplete=True)
    return replace(verdict, judge=name, faults=(Fault("", f"{_REFUSED}{refusal.code}"),))


def _output_faults(case: Case, source: Decoded, output: Output, decoded: Decoded | None) -> Iterator[Fault]:
    label = f"{output.format}{'' if output.scale == 1 else ' half'}"
    reach = _REACH if output.scale == 1 else _REACH_AT_HALF
    rules = PixelRules(
        limit=LIMITS[case.color] + _LOSSY[output.format],
        edges=output.scale == 1 and output.format in ("png", "gif"),
        radius=-(-reach * GRID // min(source.width, source.height)),
        flattened=output.format == "jpeg",
    )
    animated = ("gif", "webp", "png") if media_type(case.content) == "image/png" else ("gif", "webp")
    still = output.format not in animated
    return differences(label, source, decoded, Expectation(pixels=rules, still=still, scale=output.scale))
