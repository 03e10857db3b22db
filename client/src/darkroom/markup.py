"""The HTML of an image."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from darkroom.models import Source

# HTML cannot contain NUL, and UTF-8 no surrogates.
_UNUSABLE = re.compile("[\0\ud800-\udfff]")


def picture(
    sources: "Sequence[Source]", *, sizes: str | None, loading: str, attributes: Mapping[str, str | None]
) -> str:
    """Return a `picture` element, or an empty string without sources. The last source is the `img`.

    `attributes` are further ones of the `img`; those that are None are left out. Values are escaped, names
    are not.
    """
    if not sources:
        return ""
    widest = max(sources, key=lambda source: source.width)
    shown = sizes or f"(max-width: {widest.width}px) 100vw, {widest.width}px"
    *others, last = sources
    size = {"width": str(widest.width), "height": str(widest.height)}
    # A browser that reads `loading` after `src` may have started to load.
    loaded = {"loading": loading, "decoding": "async", "src": last.src, "srcset": last.srcset, "sizes": shown}
    elements = [
        *(_element("source", {"type": each.type, "srcset": each.srcset, "sizes": shown}) for each in others),
        _element("img", {**loaded, **size, **attributes}),
    ]
    return f"<picture>{''.join(elements)}</picture>"


def html_escape(text: str) -> str:
    """Return the text for a quoted attribute. Characters that HTML cannot contain become U+FFFD."""
    # A parser would turn a carriage return into a line feed.
    return html.escape(_UNUSABLE.sub("\N{REPLACEMENT CHARACTER}", text)).replace("\r", "&#13;")


def _element(name: str, attributes: Mapping[str, str | None]) -> str:
    text = "".join(f' {key}="{html_escape(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{text}>"
