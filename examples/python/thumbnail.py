"""Create a thumbnail, then delete the image from the service: `python thumbnail.py cat.jpg`.

Set DARKROOM_URL and, if the service requires one, DARKROOM_TOKEN.
"""

import os
import sys

from darkroom import Client, ImageFailed


def main(path: str) -> int:
    """Save the thumbnail in the current folder; return the exit code."""
    with Client(os.environ["DARKROOM_URL"], os.environ.get("DARKROOM_TOKEN")) as client:
        try:
            image = client.upload(path, variants=["300x300"])
        except ImageFailed as failure:
            sys.stderr.write(f"{failure}\n")
            return 1
        saved = client.download(image, ".", overwrite=True)
        client.delete(image.id)
    sys.stdout.write(f"{saved['300x300']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
