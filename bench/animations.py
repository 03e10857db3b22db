"""Measure jobs that keep all frames of an animation, with the bytes and the color errors of their files."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from bench import jobs, quality, timing
from bench.engine_process import EngineError, EngineProcess
from bench.inputs import typical
from bench.inputs.files import Input
from bench.jobs import Format, Output
from bench.results import AnimatedFile, Row
from bench.timing import Timing

_FORMATS: dict[str, Format] = {"gif": "gif", "animated webp": "webp", "apng": "png"}


def rows(processes: Sequence[EngineProcess], rounds: int) -> list[Row]:
    """Render each animation in its own format."""
    return [
        _row(processes, source, jobs.animation(_FORMATS[source.group]), rounds)
        for source in typical.files(*_FORMATS)
    ]


def _row(processes: Sequence[EngineProcess], source: Input, job: Sequence[Output], rounds: int) -> Row:
    """Time only engines that keep all frames. libvips reads the first frame of an APNG, without an error."""
    files: dict[str, AnimatedFile] = {}
    refused: dict[str, Timing] = {}
    for process in processes:
        try:
            files[process.engine.name] = _rendered(process, source, job)
        except (EngineError, ValueError) as error:
            refused[process.engine.name] = Timing(refused=str(error))
    able = [process for process in processes if process.engine.name in files]
    return Row(
        source.name, source.group, timing.compare(able, source, job, rounds) | refused, animations=files
    )


def _rendered(process: EngineProcess, source: Input, job: Sequence[Output]) -> AnimatedFile:
    """Run the job once. Raises ValueError if the file does not have all frames."""
    (content,) = process.render(source.path, job)
    with Image.open(source.path) as wanted, Image.open(BytesIO(content)) as made:
        return AnimatedFile(len(content), quality.largest_error(made, wanted))
