"""What each command does: call the client once per picture and report how it went."""

from collections.abc import Callable, Mapping

from darkroom.cli.context import Context
from darkroom.cli.each import each
from darkroom.cli.exits import Exit
from darkroom.cli.output import Outcome
from darkroom.cli.saving import saved
from darkroom.cli.uploading import upload
from darkroom.cli.watching import watch


def get(context: Context) -> Exit:
    """Show one image."""
    context.report.image(context.client.get(context.options.ids[0]))
    return Exit.OK


def list_images(context: Context) -> Exit:
    """List images."""
    context.report.images(context.client.list(status=context.options.status, limit=context.options.limit))
    return Exit.OK


def presets(context: Context) -> Exit:
    """List the variants that the service offers."""
    context.report.presets(context.client.presets())
    return Exit.OK


def download(context: Context) -> Exit:
    """Save the variants of each image, once it is ready."""
    options = context.options

    def one(image_id: str) -> Outcome:
        image = context.client.wait(image_id, options.timeout)
        return Outcome(input=image_id, image=image, files=saved(context, image, options.variants))

    return each(context, options.ids, one).worst


def delete(context: Context) -> Exit:
    """Delete each image."""

    def one(image_id: str) -> Outcome:
        context.client.delete(image_id)
        return Outcome(input=image_id)

    return each(context, context.options.ids, one).worst


COMMANDS: Mapping[str, Callable[[Context], Exit]] = {
    "upload": upload,
    "watch": watch,
    "get": get,
    "list": list_images,
    "presets": presets,
    "download": download,
    "delete": delete,
}
