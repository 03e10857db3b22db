"""The differences from the first judge that we mean, each with its reason and who agrees with us."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.differential.generator.case import Case
from tests.differential.signature import media_type, png_chunks
from tests.differential.verdict import Verdict

_JUDGES = ("libvips", "imagemagick")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference in the files that `applies` selects.

    `faults` are patterns for the output and the kind of fault, such as `* half alpha`. `agrees` is
    another judge, in which case one must indeed agree, or the specification that we follow.
    """

    applies: Callable[[Case], bool]
    faults: tuple[str, ...]
    reason: str
    agrees: str

    def explains(self, verdict: Verdict) -> bool:
        """Return whether this is why the file differs: there is no other kind of fault."""
        if self.agrees in _JUDGES and verdict.agrees is None:
            return False
        found = {f"{fault.output} {fault.kind}".strip() for fault in verdict.faults}
        return self.applies(verdict.case) and all(
            any(fnmatchcase(each, pattern) for pattern in self.faults) for each in found
        )


def _named(pattern: str) -> Callable[[Case], bool]:
    return lambda case: fnmatchcase(case.name, pattern)


def _lacks_end_of_image(case: Case) -> bool:
    return media_type(case.content) == "image/jpeg" and b"\xff\xd9" not in case.content[-1000:]


def _has_default_image_apart(case: Case) -> bool:
    if media_type(case.content) != "image/png":
        return False
    kinds = [kind for kind, _ in png_chunks(case.content)]
    return b"fcTL" in kinds and b"fcTL" not in kinds[: kinds.index(b"IDAT") if b"IDAT" in kinds else 0]


def _is_animated_webp_with_profile(case: Case) -> bool:
    return media_type(case.content) == "image/webp" and b"ANIM" in case.content and b"ICCP" in case.content


def _is_avif_sequence_of_full_range(case: Case) -> bool:
    return case.name.startswith("avif-") and "-frames3" in case.name and "-limited-" not in case.name


DIFFERENCES = (
    Difference(
        applies=_lacks_end_of_image,
        faults=("* alpha", "* color"),
        reason="Without the end marker, Chromium leaves out the last rows, although their data is there.",
        agrees="libvips",
    ),
    Difference(
        applies=_has_default_image_apart,
        faults=("* half color", "* half alpha"),
        reason="A still shows the default image, which is not part of the animation; Chromium shows a frame.",
        agrees="PNG specification, third edition, section 4.9",
    ),
    Difference(
        applies=_is_animated_webp_with_profile,
        faults=("* color", "* alpha"),
        reason="Chromium ignores the profile of an animated WebP.",
        agrees="libvips",
    ),
    Difference(
        applies=_named("gif-*-loop65535-*"),
        faults=("webp loops",),
        reason="A GIF can be repeated 65,535 times, and then has one more play than a WebP can have.",
        agrees="WebP container specification, ANIM",
    ),
    Difference(
        applies=_is_avif_sequence_of_full_range,
        faults=("* color",),
        reason="Chromium takes the samples of an AVIF sequence of full range for limited range.",
        agrees="avifdec of libavif",
    ),
    Difference(
        applies=_named("bmp-rgba32_blank-*"),
        faults=("* alpha", "* color"),
        reason="An alpha of 0 everywhere means that alpha is not used; the judges show nothing.",
        agrees="nobody here: an image is not stored to be invisible",
    ),
    Difference(
        applies=_named("bmp-rle*-cut-*"),
        faults=("* alpha", "* color"),
        reason="Pixels that run lengths leave out have the first color; Chromium makes them transparent.",
        agrees="imagemagick for complete files with such pixels",
    ),
    Difference(
        applies=_named("tiff-grayalpha*-planar-*"),
        faults=("* color", "* alpha"),
        reason="libvips and ImageMagick take the planes of gray and alpha for pixels of both.",
        agrees="TIFF 6.0, section 8, PlanarConfiguration",
    ),
    Difference(
        applies=_named("heic-alpha*"),
        faults=("* color", "* alpha"),
        reason="ImageMagick 6, the only judge that reads HEIC, ignores its alpha.",
        agrees="heif-convert of libheif",
    ),
    Difference(
        applies=_named("tiff-gray_float-*"),
        faults=("* color",),
        reason="Floats have no defined range: libvips takes 255 for white, we the largest value.",
        agrees="imagemagick, which takes 1 for white",
    ),
)


def meant(verdict: Verdict) -> Difference | None:
    """Return the listed difference that explains this verdict."""
    if not verdict.faults:
        return None
    return next((difference for difference in DIFFERENCES if difference.explains(verdict)), None)


def outdated(verdicts: Iterable[Verdict]) -> list[Difference]:
    """Return the listed differences of which there are files here, but none that differs."""
    judged = [verdict for verdict in verdicts if verdict.judge]
    return [
        difference
        for difference in DIFFERENCES
        if (chosen := [verdict for verdict in judged if difference.applies(verdict.case)])
        and not any(verdict.faults for verdict in chosen)
    ]
