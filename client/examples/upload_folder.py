"""Uploads all JPEGs of a folder, eight at a time: `python upload_folder.py FOLDER`.

DARKROOM_URL and DARKROOM_TOKEN say where to and as whom. Exits with 1 if a picture failed.
"""

import os
import sys
from pathlib import Path

from darkroom import Client, upload_all


def main(folder: Path) -> int:
    """Upload and report line by line; return the exit status."""
    failed = 0
    with Client(os.environ["DARKROOM_URL"], os.environ.get("DARKROOM_TOKEN")) as client:
        for done in upload_all(client, folder.glob("*.jpg"), workers=8):
            failed += done.error is not None
            sys.stdout.write(f"{done.path}: {done.image.id if done.image else done.error}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
