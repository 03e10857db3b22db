"""Compare what a judge shows of a source with what it shows of our output."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.differential.compare_pixels import PixelRules, pixel_fault
from tests.differential.decoded import Decoded, Frame
from tests.differential.faults import Fault

# A GIF stores hundredths of a second.
_DURATION_MS = 10
# Successive frames whose samples differ less than this, 0 to 255, count as one: encoders merge them.
_SAME = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What an output keeps of its source. `still`: only the first frame. `scale` is that of both sides."""

    pixels: PixelRules
    still: bool = False
    scale: float = 1.0


def differences(name: str, source: Decoded, output: Decoded | None, expected: Expectation) -> Iterator[Fault]:
    """Yield each kind of difference once."""
    if output is None:
        yield Fault(name, "unreadable")
        return
    width, height = (max(1, int(side * expected.scale)) for side in (source.width, source.height))
    if (output.width, output.height) != (width, height):
        yield Fault(name, "size", f"{output.width}x{output.height}, not {width}x{height}")
        return
    wanted = _visible(source.frames[: 1 if expected.still else None])
    found = _visible(output.frames)
    if len(wanted) != len(found):
        yield Fault(name, "frames", f"{len(found)}, not {len(wanted)}")
        return
    if len(wanted) > 1:
        if output.plays != source.plays:
            yield Fault(name, "loops", f"{output.plays}, not {source.plays}")
        yield from _delays(name, wanted, found)
    yield from _pixels(name, wanted, found, expected.pixels)


def _visible(frames: Sequence[Frame]) -> list[Frame]:
    """Return the frames, with successive ones that look the same as one."""
    visible: list[Frame] = []
    for frame in frames:
        if visible and _same(visible[-1], frame):
            visible[-1] = Frame(frame.light, frame.dark, visible[-1].duration + frame.duration)
        else:
            visible.append(frame)
    return visible


def _same(one: Frame, other: Frame) -> bool:
    grids = ((one.light, other.light), (one.dark, other.dark))
    return all(abs(a - b) < _SAME for pair in grids for a, b in zip(*pair, strict=True))


def _delays(name: str, wanted: Sequence[Frame], found: Sequence[Frame]) -> Iterator[Fault]:
    for number, (one, other) in enumerate(zip(wanted, found, strict=True)):
        if abs(one.duration - other.duration) >= _DURATION_MS:
            detail = f"{other.duration:g} ms, not {one.duration:g} ms in frame {number}"
            yield Fault(name, "delays", detail)
            return


def _pixels(name: str, wanted: Sequence[Frame], found: Sequence[Frame], rules: PixelRules) -> Iterator[Fault]:
    for number, frame in enumerate(found):
        if fault := pixel_fault(wanted[: number + 1], frame, rules):
            where = f" in frame {number}" if len(wanted) > 1 else ""
            yield Fault(name, fault.kind, fault.detail + where)
            return
