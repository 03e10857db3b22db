"""Write an HTML gallery of the newest 100 images: `python gallery.py > gallery.html`.

Set DARKROOM_URL and, if the service requires one, DARKROOM_TOKEN.
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
    """Return the smallest variant as an `img`, with the placeholder color as background while it loads."""
    variant = min(image.variants, key=lambda variant: variant.width)
    color = image.placeholder.color if image.placeholder else "#eeeeee"
    return (
        f'<img src="{html.escape(variant.url)}" width="{variant.width}" height="{variant.height}"'
        f' style="background: {color}" alt="{html.escape(image.filename)}" loading="lazy">\n'
    )


if __name__ == "__main__":
    main()
