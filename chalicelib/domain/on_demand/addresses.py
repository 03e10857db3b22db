"""The URLs and keys of what is rendered on demand. Pure.

/i/{image_id}/{version}/{operations}            the address for pages; immutable
/i/{image_id}/{operations}                      redirects to the current version
d/{image_id}/{version}/{operations}.{extension}      the key of the file; the operations have no format

A CDN asks the API for `/d/...` when the file is not there.
"""

import re

from msgspec import structs

from chalicelib.domain import formats, keys
from chalicelib.domain.on_demand.operations import parse, printed
from chalicelib.errors import InvalidOperations, VariantNotFound
from chalicelib.models import Operations, Rendition, Resize

_VERSION = re.compile("[0-9a-f]{12}")
_FORMATS = {formats.by_name(name).extension: name for name in ("avif", "webp", "jpeg", "png", "gif")}


def is_version(text: str) -> bool:
    """Return whether the text is formatted like a version."""
    return _VERSION.fullmatch(text) is not None


def path(image_id: str, version: str, operations: Operations) -> str:
    """Return the path of an address, without a leading slash."""
    return f"i/{image_id}/{version}/{printed(operations)}"


def key(rendition: Rendition) -> str:
    """Return the key of a file. Raises ValueError if its operations have no format."""
    if rendition.operations.format is None:
        raise ValueError(f"{rendition.operations} have no format")
    extension = formats.by_name(rendition.operations.format).extension
    operations = printed(structs.replace(rendition.operations, format=None))
    return keys.rendition_key(rendition.image_id, rendition.version, operations, extension)


def rendition(image_id: str, version: str, file: str) -> Rendition:
    """Parse the parts of a file's key. Raises VariantNotFound if it has none that `key` returns."""
    text, _, extension = file.rpartition(".")
    try:
        operations = parse(text)
    except InvalidOperations as error:
        raise VariantNotFound(f"There is no file {file[:100]!r}") from error
    if operations.format is not None or printed(operations) != text or extension not in _FORMATS:
        raise VariantNotFound(f"There is no file {file[:100]!r}")
    if isinstance(operations, Resize) and extension == "gif":
        raise VariantNotFound(f"There is no file {file[:100]!r}")
    with_format = structs.replace(operations, format=_FORMATS[extension])
    return Rendition(image_id=image_id, version=version, operations=with_format)
