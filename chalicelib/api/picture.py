"""The HTML element of an image: a `picture` that a page can contain as it is.

The element has no inline style: a content security policy such as `style-src 'self'` would block it and
report each image. The placeholder is in `data-` attributes, which a page's style sheet or script can use.
"""

import html
import re
from collections.abc import Sequence
from typing import Protocol

from chalicelib.models import Placeholder

# HTML cannot contain NUL, and UTF-8 no surrogates.
_UNUSABLE = re.compile("[\0\ud800-\udfff]")
_URL_ESCAPES = str.maketrans({character: f"%{ord(character):02X}" for character in " \t\n\f\r,"})


class Source(Protocol):
    """A source of the element; `SourceDocument` is one."""

    type: str
    src: str
    srcset: str
    width: int
    height: int


def picture(sources: Sequence[Source], *, alt: str | None, placeholder: Placeholder | None) -> str:
    """Return a `picture` element, or an empty string without sources.

    Without `alt`, the image counts as decorative. All sources get the dimensions of the widest one, so that
    the layout does not depend on what the browser can display.
    """
    if not sources:
        return ""
    widest = max(sources, key=lambda source: source.width)
    sizes = f"(max-width: {widest.width}px) 100vw, {widest.width}px"
    others = (_element("source", type=each.type, srcset=each.srcset, sizes=sizes) for each in sources[:-1])
    img = _element(
        "img",
        # Browsers that read this after `src` may have started loading.
        loading="lazy",
        decoding="async",
        src=sources[-1].src,
        srcset=sources[-1].srcset,
        sizes=sizes,
        width=str(widest.width),
        height=str(widest.height),
        alt=alt or "",
        **_data(placeholder),
    )
    return f"<picture>{''.join(others)}{img}</picture>"


def srcset_entry(url: str, width: int) -> str:
    """Return an entry of a `srcset`. Whitespace and commas, which separate entries, are percent-encoded."""
    return f"{url.translate(_URL_ESCAPES)} {width}w"


def html_escape(text: str) -> str:
    """Return the text for a quoted attribute. Characters that HTML cannot contain become U+FFFD."""
    # A parser would turn a carriage return into a line feed.
    return html.escape(_UNUSABLE.sub("\N{REPLACEMENT CHARACTER}", text)).replace("\r", "&#13;")


def _data(placeholder: Placeholder | None) -> dict[str, str]:
    if placeholder is None:
        return {}
    return {"data-color": placeholder.color, "data-thumbhash": placeholder.thumbhash}


def _element(name: str, /, **attributes: str) -> str:
    text = "".join(f' {key}="{html_escape(value)}"' for key, value in attributes.items())
    return f"<{name}{text}>"
