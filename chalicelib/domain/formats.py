"""The supported image formats: names, media types and file extensions. Does not import Pillow."""

from types import MappingProxyType

from msgspec import Struct

from chalicelib.models import Format


class FileFormat(Struct, frozen=True, kw_only=True):
    """A format that can be read. `extension` is that of our own files.

    `aliases` are other media types that clients send for it, and `extensions` are all of its file extensions.

    `output` is the format of variants with `format: source`. It is None if the format cannot be written
    or browsers cannot display it: such images become JPEG, or WebP if they have transparency.
    """

    name: str
    content_type: str
    extension: str
    output: Format | None = None
    aliases: tuple[str, ...] = ()
    extensions: tuple[str, ...]


FORMATS = (
    FileFormat(
        name="jpeg",
        content_type="image/jpeg",
        extension="jpg",
        output="jpeg",
        aliases=("image/jpg", "image/jpe", "image/jfif", "image/pjpeg", "image/pjp", "image/x-jpeg"),
        # Windows saves JPEGs as .jfif, and older browsers as .pjpeg and .pjp.
        extensions=("jpg", "jpeg", "jpe", "jfif", "jfi", "jif", "pjpeg", "pjp"),
    ),
    FileFormat(
        name="png",
        content_type="image/png",
        extension="png",
        output="png",
        aliases=("image/apng", "image/vnd.mozilla.apng", "image/x-png"),
        extensions=("png", "apng"),
    ),
    FileFormat(
        name="webp",
        content_type="image/webp",
        extension="webp",
        output="webp",
        aliases=("image/x-webp",),
        extensions=("webp",),
    ),
    FileFormat(name="gif", content_type="image/gif", extension="gif", output="gif", extensions=("gif",)),
    FileFormat(
        name="avif",
        content_type="image/avif",
        extension="avif",
        output="avif",
        aliases=("image/avif-sequence",),
        extensions=("avif", "avifs"),
    ),
    FileFormat(
        name="tiff",
        content_type="image/tiff",
        extension="tiff",
        aliases=("image/tif", "image/x-tif", "image/x-tiff"),
        extensions=("tiff", "tif"),
    ),
    FileFormat(
        name="bmp",
        content_type="image/bmp",
        extension="bmp",
        aliases=("image/x-bmp", "image/x-ms-bmp", "image/x-windows-bmp", "image/dib"),
        extensions=("bmp", "dib"),
    ),
    FileFormat(
        name="heic",
        content_type="image/heic",
        extension="heic",
        aliases=("image/heif", "image/heic-sequence", "image/heif-sequence"),
        # Cameras of Canon, Fujifilm and Sony write .hif.
        extensions=("heic", "heics", "heif", "heifs", "hif"),
    ),
)

_BY_CONTENT_TYPE = MappingProxyType({each.content_type: each for each in FORMATS})
_BY_NAME = MappingProxyType({each.name: each for each in FORMATS})

# The media type of each file extension, in lower case and without its dot.
CONTENT_TYPE_OF_EXTENSION = MappingProxyType(
    {extension: each.content_type for each in FORMATS for extension in each.extensions}
)

# The canonical media types, for error messages.
READABLE = tuple(each.content_type for each in FORMATS)

# The media types that a client may declare for an upload. The format itself is detected from the content.
CONTENT_TYPES = frozenset(media_type for each in FORMATS for media_type in (each.content_type, *each.aliases))


def by_name(name: str) -> FileFormat:
    """Return the format with this name, as in ImageInfo.format. Raises KeyError if there is none."""
    return _BY_NAME[name]


def by_content_type(content_type: str) -> FileFormat | None:
    """Return the format with this media type, not an alias. None if there is none."""
    return _BY_CONTENT_TYPE.get(content_type)


def output_format(name: str, *, has_alpha: bool) -> Format:
    """Return the output format for `format: source`, given the source's format."""
    return by_name(name).output or ("webp" if has_alpha else "jpeg")
