"""The commands: each calls the client once per input and reports the results."""

import re
from collections.abc import Callable, Mapping

import msgspec

from darkroom.cli.batch import run_batch
from darkroom.cli.context import Context
from darkroom.cli.downloads import save_variants
from darkroom.cli.edit_arguments import contradictory, metadata_of
from darkroom.cli.exit_codes import ExitCode
from darkroom.cli.outcome import Outcome
from darkroom.cli.upload import upload
from darkroom.cli.watch import watch
from darkroom.operations import Rendering

# An argument in an error of the client, which is an option here.
_ARGUMENT = re.compile(r"`(\w+)`")


def get(context: Context) -> ExitCode:
    """Show one image."""
    context.reporter.image(context.client.get(context.options.ids[0]))
    return ExitCode.OK


def list_images(context: Context) -> ExitCode:
    """List images."""
    options = context.options
    images = context.client.list(
        status=options.status, limit=options.limit, key=options.key, external_id=options.external_id
    )
    context.reporter.images(images)
    return ExitCode.OK


def presets(context: Context) -> ExitCode:
    """List the presets that the service offers."""
    context.reporter.presets(context.client.presets())
    return ExitCode.OK


def url(context: Context) -> ExitCode:
    """Print the URL of a variant on demand."""
    options = context.options
    given = {name: getattr(options, name) for name in Rendering.__annotations__}
    rendering = msgspec.convert({name: each for name, each in given.items() if each is not None}, Rendering)
    try:
        found = context.client.rendition_url(
            options.ids[0], width=options.width, preset=options.preset, **rendering
        )
    except ValueError as error:
        context.display.error(_ARGUMENT.sub(r"--\1", str(error)))
        return ExitCode.USAGE
    context.reporter.url(found)
    return ExitCode.OK


def download(context: Context) -> ExitCode:
    """Save the variants of each image once it is ready."""
    options = context.options

    def download_one(image_id: str) -> Outcome:
        image = context.client.wait(image_id, options.timeout)
        files = save_variants(context, image, options.variants)
        return Outcome(input=image_id, image=image, files=files)

    return run_batch(context, options.ids, download_one).exit_code


def reprocess(context: Context) -> ExitCode:
    """Render each image again and, unless --no-wait is given, wait for it."""
    options = context.options
    if options.variants and (options.add or options.remove):
        context.display.error("--variants names all presets. Use it without --add and --remove.")
        return ExitCode.USAGE

    def reprocess_one(image_id: str) -> Outcome:
        image = context.client.reprocess(
            image_id,
            variants=options.variants,
            add=options.add,
            remove=options.remove,
            focus=options.new_focus,
            crop=options.new_crop,
            rotate=options.rotate,
        )
        return Outcome(input=image_id, image=image.wait(options.timeout) if options.wait else image)

    return run_batch(context, options.ids, reprocess_one).exit_code


def update(context: Context) -> ExitCode:
    """Change the metadata of each image."""
    metadata = metadata_of(context.options)
    if not metadata:
        context.display.error(
            "There is nothing to change. Use --alt, --tag, --external-id, --custom or --unset."
        )
        return ExitCode.USAGE
    if both := contradictory(context.options):
        context.display.error(f"--unset removes {', '.join(both)}, which another option sets. Use only one.")
        return ExitCode.USAGE

    def update_one(image_id: str) -> Outcome:
        return Outcome(input=image_id, image=context.client.update(image_id, metadata))

    return run_batch(context, context.options.ids, update_one).exit_code


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
    "url": url,
    "download": download,
    "reprocess": reprocess,
    "update": update,
    "delete": delete,
}
