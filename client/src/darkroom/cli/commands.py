"""The commands: each calls the client once per input and reports the results."""

from collections.abc import Callable, Mapping

from darkroom.cli.batch import run_batch
from darkroom.cli.context import Context
from darkroom.cli.downloads import save_variants
from darkroom.cli.exit_codes import ExitCode
from darkroom.cli.output import Outcome
from darkroom.cli.upload import upload
from darkroom.cli.watch import watch


def get(context: Context) -> ExitCode:
    """Show one image."""
    context.reporter.image(context.client.get(context.options.ids[0]))
    return ExitCode.OK


def list_images(context: Context) -> ExitCode:
    """List images."""
    options = context.options
    context.reporter.images(context.client.list(status=options.status, limit=options.limit, key=options.key))
    return ExitCode.OK


def presets(context: Context) -> ExitCode:
    """List the presets that the service offers."""
    context.reporter.presets(context.client.presets())
    return ExitCode.OK


def download(context: Context) -> ExitCode:
    """Save the variants of each image once it is ready."""
    options = context.options

    def download_one(image_id: str) -> Outcome:
        image = context.client.wait(image_id, options.timeout)
        files = save_variants(context, image, options.variants)
        return Outcome(input=image_id, image=image, files=files)

    return run_batch(context, options.ids, download_one).exit_code


def delete(context: Context) -> ExitCode:
    """Delete each image."""

    def delete_one(image_id: str) -> Outcome:
        context.client.delete(image_id)
        return Outcome(input=image_id)

    return run_batch(context, context.options.ids, delete_one).exit_code


COMMANDS: Mapping[str, Callable[[Context], ExitCode]] = {
    "upload": upload,
    "watch": watch,
    "get": get,
    "list": list_images,
    "presets": presets,
    "download": download,
    "delete": delete,
}
