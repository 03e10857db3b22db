"""What each command does: call the client once per picture and report how it went."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from darkroom.cli.exits import Exit, exit_for, explain, failure, stops_everything
from darkroom.cli.options import Options
from darkroom.cli.output import Outcome, Reporter
from darkroom.cli.progress import Display
from darkroom.client import Client
from darkroom.errors import DarkroomError, ImageFailed, WaitTimeout
from darkroom.models import Image


@dataclass(frozen=True, slots=True)
class Context:
    """What a command works with."""

    client: Client
    options: Options
    report: Reporter
    display: Display


class NotSaved(Exception):
    """Saving broke off: `image` is on the service, `files` were saved before."""

    def __init__(self, image: Image, files: Mapping[str, str], cause: DarkroomError | OSError) -> None:
        super().__init__(image.id)
        self.image, self.files, self.cause = image, files, cause


def upload(context: Context) -> Exit:
    """Upload each path; with --out save what came of it."""
    options = context.options

    def one(path: str) -> Outcome:
        with context.display.upload(path) as progress:
            image = context.client.upload(
                path,
                options.variants,
                wait=options.wait,
                content_type=options.content_type,
                timeout=options.timeout,
                progress=progress,
            )
        return Outcome(input=path, image=image, files=_saved(context, image, None) if options.out else {})

    return _each(context, options.paths, one)


def get(context: Context) -> Exit:
    """Show one image."""
    context.report.image(context.client.get(context.options.ids[0]))
    return Exit.OK


def list_images(context: Context) -> Exit:
    """List images."""
    context.report.images(context.client.list(status=context.options.status, limit=context.options.limit))
    return Exit.OK


def download(context: Context) -> Exit:
    """Save the variants of each image, once it is ready."""
    options = context.options

    def one(image_id: str) -> Outcome:
        image = context.client.wait(image_id, options.timeout)
        return Outcome(input=image_id, image=image, files=_saved(context, image, options.variants))

    return _each(context, options.ids, one)


def delete(context: Context) -> Exit:
    """Delete each image."""

    def one(image_id: str) -> Outcome:
        context.client.delete(image_id)
        return Outcome(input=image_id)

    return _each(context, context.options.ids, one)


COMMANDS: Mapping[str, Callable[[Context], Exit]] = {
    "upload": upload,
    "get": get,
    "list": list_images,
    "download": download,
    "delete": delete,
}


def _saved(context: Context, image: Image, variants: Sequence[str] | None) -> dict[str, str]:
    options = context.options
    files: dict[str, str] = {}
    try:
        for name in variants or [variant.name for variant in image.variants]:
            saved = context.client.download(image, options.out or Path(), [name], overwrite=options.overwrite)
            files[name] = str(saved[name])
    except (DarkroomError, OSError) as error:
        raise NotSaved(image, files, error) from error
    return files


def _each(context: Context, inputs: Sequence[str], one: Callable[[str], Outcome]) -> Exit:
    """Go on after a picture that failed, but not when the next would meet the same error."""
    worst = Exit.OK
    for done, given in enumerate(inputs, start=1):
        try:
            context.report.outcome(one(given))
            continue
        except NotSaved as broken:
            error, outcome = broken.cause, _partly(given, broken)
            again = f"; the picture is there: darkroom download {broken.image.id} --out FOLDER"
        except (DarkroomError, OSError) as caught:
            error, outcome, again = caught, _failed(given, caught), ""
        context.display.complain(_naming(given, explain(error)) + again)
        context.report.outcome(outcome)
        worst = max(worst, exit_for(error))
        if stops_everything(error) and done < len(inputs):
            context.display.complain(f"stopped; not tried: {len(inputs) - done} more")
            break
    return worst


def _naming(given: str, message: str) -> str:
    return message if given in message else f"{given}: {message}"


def _failed(given: str, error: Exception) -> Outcome:
    image = error.image if isinstance(error, ImageFailed | WaitTimeout) else None
    return Outcome(input=given, image=image, error=failure(error))


def _partly(given: str, broken: NotSaved) -> Outcome:
    return Outcome(input=given, image=broken.image, files=broken.files, error=failure(broken.cause))
