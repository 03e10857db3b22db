"""Small images for the admin, whose pages have no styles for them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from darkroom import Image, Source

# Pixels of the longer side.
_LONGEST = 160


def element(image: Image, *, alt: str) -> SafeString:
    """Return an `img` element with one of the image's files, or an empty string if it has none."""
    files = image.sources[-1:] or image.variants[:1]
    if not files:
        return SafeString()
    [file] = files
    url, srcset = (
        (file.src, file.srcset) if isinstance(file, Source) else (file.url, f"{file.url} {file.width}w")
    )
    scale = min(1, _LONGEST / max(file.width, file.height))
    width, height = max(1, round(file.width * scale)), max(1, round(file.height * scale))
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}px" width="{}" height="{}" alt="{}" loading="lazy">',
        *(url, srcset, width, width, height, alt),
    )
