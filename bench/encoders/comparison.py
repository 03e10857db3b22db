"""Compare the encoders' settings with sharp's defaults on one image."""

import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile
from timeit import timeit

from msgspec import Struct
from PIL import Image

from bench.encoders.candidates import Candidate, Encode
from bench.encoders.equal_score import Point, reach
from bench.engine_process import EngineProcess
from bench.jobs import Format, output
from bench.quality import difference
from bench.timing import runs_per_round

_ROUNDS = 3
# The process does not scale; a job needs a size nevertheless.
_SIDE = 16383


class Compared(Struct, frozen=True):
    """One candidate on one image, at the score of sharp's file.

    `size` and `cpu` are ratios to sharp's; `quality` is the candidate's.
    """

    quality: float
    size: float
    cpu: float


class Comparison:
    """Compare candidates with the process of sharp's encoder."""

    def __init__(self, sharp: EngineProcess, format_: Format) -> None:
        self._sharp = sharp
        self._job = [output(_SIDE, format_)]
        self._starts: dict[str, int] = {}

    def compare(self, image: Image.Image, candidates: Sequence[Candidate]) -> Mapping[str, Compared]:
        """Return the results by candidate, without those that do not reach sharp's score."""
        with NamedTemporaryFile(suffix=".png") as source:
            image.save(source)
            source.flush()
            (content,) = self._sharp.render(Path(source.name), self._job)
        score = difference(image, content)
        found: dict[str, Compared] = {}
        for candidate in candidates:
            at = self._reach(image, candidate, score)
            if at:
                cpu = self._cpu(image, candidate.encode, round(at.quality))
                found[candidate.name] = Compared(at.quality, at.size / len(content), cpu)
        return found

    def _reach(self, image: Image.Image, candidate: Candidate, score: float) -> Point | None:
        """Start at the quality that the image before needed."""

        def encode(quality: int) -> Point:
            content = candidate.encode(image, quality)
            return Point(quality, len(content), difference(image, content))

        at = reach(score, encode, self._starts.get(candidate.name, 80))
        if at:
            self._starts[candidate.name] = round(at.quality)
        return at

    def _cpu(self, image: Image.Image, encode: Encode, quality: int) -> float:
        """Return the median ratio of CPU times, in rounds in which both take turns."""

        def ours(runs: int) -> float:
            return timeit(partial(encode, image, quality), timer=time.process_time, number=runs) / runs

        def theirs(runs: int) -> float:
            seconds: float = self._sharp.run(self._job, runs)["cpu"]
            return seconds

        counts = runs_per_round(ours(1)), runs_per_round(theirs(1))
        return median(ours(counts[0]) / theirs(counts[1]) for _ in range(_ROUNDS))
