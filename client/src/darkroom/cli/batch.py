"""Run a command for many inputs, continuing after errors that affect only one of them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from darkroom.batch import run_concurrently
from darkroom.cli.context import Context
from darkroom.cli.exit_codes import ExitCode, exit_code_for, failure, stops_batch
from darkroom.cli.hints import explain, sentence
from darkroom.cli.outcome import Outcome
from darkroom.errors import DarkroomError, ImageFailed, WaitTimeout
from darkroom.image import Image

if TYPE_CHECKING:
    from concurrent.futures import Future

Input = TypeVar("Input")


class VariantsNotSaved(Exception):
    """Not all variants could be saved. `image` is on the service; `files` were saved before the error."""

    def __init__(self, image: Image, files: Mapping[str, str], cause: DarkroomError | OSError) -> None:
        super().__init__(image.id)
        self.image, self.files, self.cause = image, files, cause


@dataclass
class BatchResult(Generic[Input]):
    """The result of a batch: the largest exit code, the error that stopped it, and the unprocessed inputs."""

    unprocessed: dict[Input, None]
    exit_code: ExitCode = ExitCode.OK
    stopped_by: Exception | None = None

    def add_error(self, error: Exception) -> None:
        """Record the error of one input."""
        self.exit_code = max(self.exit_code, exit_code_for(error))
        if stops_batch(error):
            self.stopped_by = error


def run_batch(
    context: Context, inputs: Sequence[Input], work: Callable[[Input], Outcome], workers: int = 1
) -> BatchResult[Input]:
    """Run `work` for each input, with `workers` threads, and report each outcome when it is available."""
    result = BatchResult(dict.fromkeys(inputs))
    # Start no more inputs once one has hit an error that would affect all of them.
    startable = (item for item in inputs if result.stopped_by is None)
    done = 0
    with (
        context.display.bars(len(inputs)),
        closing(run_concurrently(startable, work, workers, context.clock.cancel)) as finished,
    ):
        for done, (item, future) in enumerate(finished, start=1):
            error = _report(context, str(item), future)
            if error:
                result.add_error(error)
            if result.stopped_by is None:
                result.unprocessed.pop(item, None)  # the same input may occur twice
            context.display.update_total(done, len(inputs))
    if done < len(inputs):
        context.display.error(f"Stopped early. Not tried: {len(inputs) - done}.")
    return result


def _report(context: Context, name: str, future: "Future[Outcome]") -> Exception | None:
    """Print the outcome of one input and its error, if any; return the error."""
    error: Exception | None = None
    try:
        outcome = future.result()
    except VariantsNotSaved as incomplete:
        outcome, error = _partial_outcome(name, incomplete), incomplete.cause
        command = f"darkroom download {incomplete.image.id} --out DIR"
        hint = f"The image is on the service; to save its variants, run: {command}"
        _print_error(context, name, f"{sentence(explain(error, context.options))} {hint}")
    except (DarkroomError, OSError) as caught:
        outcome, error = _failed_outcome(name, caught), caught
        _print_error(context, name, explain(error, context.options))
    with context.display.bars_hidden():
        context.reporter.outcome(outcome)
    return error


def _print_error(context: Context, name: str, message: str) -> None:
    """Print the message, making sure that it names the input in full."""
    filename = Path(name).name
    if name in message:
        context.display.error(message)
    elif message.startswith(f"{filename} "):
        context.display.error(f"{name}{message.removeprefix(filename)}")
    else:
        context.display.error(f"{name}: {message}")


def _failed_outcome(name: str, error: Exception) -> Outcome:
    image = error.image if isinstance(error, ImageFailed | WaitTimeout) else None
    return Outcome(input=name, image=image, error=failure(error))


def _partial_outcome(name: str, incomplete: VariantsNotSaved) -> Outcome:
    error = failure(incomplete.cause)
    return Outcome(input=name, image=incomplete.image, files=incomplete.files, error=error)
