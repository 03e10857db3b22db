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
    saved = context.client.download(image, options.out or Path(), variants, overwrite=options.overwrite)
    return {name: str(path) for name, path in saved.items()}


def _each(context: Context, inputs: Sequence[str], one: Callable[[str], Outcome]) -> Exit:
    """Go on after a picture that failed, but not when the next would meet the same error."""
    worst = Exit.OK
    for done, given in enumerate(inputs, start=1):
        try:
            context.report.outcome(one(given))
        except (DarkroomError, OSError) as error:
            context.display.complain(_naming(given, explain(error)))
            context.report.outcome(_failed(given, error))
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
