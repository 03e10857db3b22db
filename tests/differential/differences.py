"""The differences from the first judge that we mean, each with its reason and who agrees with us."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.differential.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference in the generated files whose names match `names`.

    `faults` are patterns for the output and the kind of fault: `png color`, `* half alpha`. `agrees` is
    another judge, or the specification that we follow.
    """

    names: str
    faults: tuple[str, ...]
    reason: str
    agrees: str

    def explains(self, verdict: Verdict) -> bool:
        """Return whether this is why the file differs: there is no other kind of fault."""
        found = {f"{fault.output} {fault.kind}".strip() for fault in verdict.faults}
        return fnmatchcase(verdict.case.name, self.names) and all(
            any(fnmatchcase(each, pattern) for pattern in self.faults) for each in found
        )


DIFFERENCES = (
    Difference(
        names="jpeg-*-no_eoi-*",
        faults=("* alpha", "* color"),
        reason="Without the end marker, Chromium leaves out the last rows, although their data is there.",
        agrees="libvips",
    ),
    Difference(
        names="gif-*-stray_terminators-*",
        faults=("*",),
        reason="Chromium shows nothing of a GIF with empty blocks between its frames.",
        agrees="imagemagick",
    ),
    Difference(
        names="apng-*-default_apart-*",
        faults=("png color", "png alpha", "* half color", "* half alpha"),
        reason="A still shows the default image, which need not be a frame; Chromium shows the first frame.",
        agrees="PNG specification, third edition, section 4.9",
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
        if (chosen := [verdict for verdict in judged if fnmatchcase(verdict.case.name, difference.names)])
        and not any(verdict.faults for verdict in chosen)
    ]
