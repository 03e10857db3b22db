"""Writes a page with all pictures of a service: `python gallery.py > gallery.html`.

DARKROOM_URL and DARKROOM_TOKEN say where it is and who asks.
"""

import html
import os
import sys

from darkroom import Client, Image


def main() -> None:
    """Print the page."""
    with Client(os.environ["DARKROOM_URL"], os.environ.get("DARKROOM_TOKEN")) as client:
        figures = [figure(image) for image in client.list(status="ready", limit=100)]
    sys.stdout.write(f"<!doctype html><title>Gallery</title>\n{''.join(figures)}")


def figure(image: Image) -> str:
    """Return the picture with its smallest variant; the colour fills the place while it loads."""
    variant = min(image.variants, key=lambda variant: variant.width)
    color = image.placeholder.color if image.placeholder else "#eeeeee"
    return (
        f'<img src="{html.escape(variant.url)}" width="{variant.width}" height="{variant.height}"'
        f' style="background: {color}" alt="{html.escape(image.filename)}" loading="lazy">\n'
    )


if __name__ == "__main__":
    main()
