"""The image formats: their names, media types and file extensions. Loads no Pillow."""

from dataclasses import dataclass
from importlib.util import find_spec
from types import MappingProxyType

from chalicelib.models import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """One format that can be read. `content_type` is its own, `aliases` are other names it is sent under.

    `output` is the format of a `source` variant; None where the source's own format cannot be written or
    is of no use in a browser: such an image becomes a JPEG, or a WebP if it has transparency.
    """

    name: str
    content_type: str
    extension: str
    output: Format | None = None
    aliases: tuple[str, ...] = ()


FORMATS = (
    FileFormat(
        name="jpeg",
        content_type="image/jpeg",
        extension="jpg",
        output="jpeg",
        aliases=("image/jpg", "image/pjpeg"),
    ),
    FileFormat(name="png", content_type="image/png", extension="png", output="png", aliases=("image/apng",)),
    FileFormat(name="webp", content_type="image/webp", extension="webp", output="webp"),
    FileFormat(name="gif", content_type="image/gif", extension="gif", output="gif"),
    FileFormat(name="avif", content_type="image/avif", extension="avif", output="avif"),
    FileFormat(name="tiff", content_type="image/tiff", extension="tiff"),
    FileFormat(name="bmp", content_type="image/bmp", extension="bmp", aliases=("image/x-ms-bmp",)),
    FileFormat(name="heic", content_type="image/heic", extension="heic", aliases=("image/heif",)),
)

_BY_NAME = MappingProxyType({each.name: each for each in FORMATS})

# HEIC takes pillow-heif, an extra: 5.7 MB on top of Pillow's 7.1 would exceed the package's 12 MB (zipped).
HEIC_READABLE = find_spec("pillow_heif") is not None

_READABLE = tuple(each for each in FORMATS if each.name != "heic" or HEIC_READABLE)

# The proper media types, for people to choose from.
READABLE = tuple(each.content_type for each in _READABLE)

# What a client may declare for an upload. It is a hint: the bytes alone decide what an image is.
CONTENT_TYPES = frozenset(
    media_type for each in _READABLE for media_type in (each.content_type, *each.aliases)
)


def by_name(name: str) -> FileFormat:
    """Return the format with this name, as in ImageInfo.format. Raises KeyError for any other."""
    return _BY_NAME[name]


def output_format(name: str, *, has_alpha: bool) -> Format:
    """Return the format that a `source` variant of such an image is written in."""
    return by_name(name).output or ("webp" if has_alpha else "jpeg")
