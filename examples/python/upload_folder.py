"""Upload all JPEG files in a folder, eight at a time: `python upload_folder.py FOLDER`.

Set DARKROOM_URL and, if the service requires one, DARKROOM_TOKEN. The exit code is 1 if an upload failed.
"""

import os
import sys
from pathlib import Path

from darkroom import Client, upload_all


def main(folder: Path) -> int:
    """Upload the files and print a line for each; return the exit code."""
    failed = 0
    with Client(os.environ["DARKROOM_URL"], os.environ.get("DARKROOM_TOKEN")) as client:
        for result in upload_all(client, folder.glob("*.jpg"), workers=8):
            failed += result.error is not None
            sys.stdout.write(f"{result.path}: {result.image.id if result.image else result.error}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
