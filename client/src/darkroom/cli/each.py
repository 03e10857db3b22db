"""The same for each input: go on after one that failed, but not when the next would meet the same error."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from darkroom.batch import each_done
from darkroom.cli.context import Context
from darkroom.cli.exits import Exit, exit_for, failure, stops_everything
from darkroom.cli.hints import explain, sentence
from darkroom.cli.output import Outcome
from darkroom.errors import DarkroomError, ImageFailed, WaitTimeout
from darkroom.models import Image

if TYPE_CHECKING:
    from concurrent.futures import Future

Given = TypeVar("Given")


class NotSaved(Exception):
    """Saving broke off: `image` is on the service, `files` were saved before."""

    def __init__(self, image: Image, files: Mapping[str, str], cause: DarkroomError | OSError) -> None:
        super().__init__(image.id)
        self.image, self.files, self.cause = image, files, cause


@dataclass
class Tally(Generic[Given]):
    """How it went: the largest exit code, what stopped everything, and the inputs that this left undone."""

    left: dict[Given, None]
    worst: Exit = Exit.OK
    broken: Exception | None = None

    def failed(self, error: Exception) -> None:
        """Count an input that failed."""
        self.worst = max(self.worst, exit_for(error))
        if stops_everything(error):
            self.broken = error


def each(
    context: Context, inputs: Sequence[Given], one: Callable[[Given], Outcome], workers: int = 1
) -> Tally[Given]:
    """Do `one` for each input, `workers` at a time, and report each as it is done."""
    tally = Tally(dict.fromkeys(inputs))
    # no further ones are begun once the next would meet the same error
    untroubled = (given for given in inputs if tally.broken is None)
    done = 0
    with (
        context.display.bars(len(inputs)),
        closing(each_done(untroubled, one, workers, context.clock.stop)) as finished,
    ):
        for done, (given, future) in enumerate(finished, start=1):
            error = _report(context, str(given), future)
            if error:
                tally.failed(error)
            if tally.broken is None:
                del tally.left[given]
            context.display.done(done, len(inputs))
    if done < len(inputs):
        context.display.complain(f"stopped; not tried: {len(inputs) - done} more")
    return tally


def _report(context: Context, given: str, future: "Future[Outcome]") -> Exception | None:
    """Print the outcome and, where it is one, the error, which is returned."""
    error: Exception | None = None
    try:
        outcome = future.result()
    except NotSaved as broken:
        outcome, error = _partly(given, broken), broken.cause
        again = f"The picture is there: darkroom download {broken.image.id} --out FOLDER"
        _complain(context, given, f"{sentence(explain(error, context.options))} {again}")
    except (DarkroomError, OSError) as caught:
        outcome, error = _failed(given, caught), caught
        _complain(context, given, explain(error, context.options))
    with context.display.aside():
        context.report.outcome(outcome)
    return error


def _complain(context: Context, given: str, message: str) -> None:
    context.display.complain(message if given in message else f"{given}: {message}")


def _failed(given: str, error: Exception) -> Outcome:
    image = error.image if isinstance(error, ImageFailed | WaitTimeout) else None
    return Outcome(input=given, image=image, error=failure(error))


def _partly(given: str, broken: NotSaved) -> Outcome:
    return Outcome(input=given, image=broken.image, files=broken.files, error=failure(broken.cause))
