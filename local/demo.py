"""`python -m local demo`: send one image through the whole stack with the client, and report the result."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path

from darkroom import Client, DarkroomError, Image
from msgspec import Struct

from local.app_log import last_error
from local.demo_report import report
from local.errors import LocalError
from local.image_facts import ImageFacts, image_facts, variant_facts
from local.sample.image import sample
from local.stack import Options, running

LOG = "demo.log"
DOWNLOADS = "demo"


class Result(Struct, frozen=True):
    """The processed image and its downloaded variants; times in seconds since the upload began."""

    image: Image
    files: Mapping[str, Path]
    uploaded: float
    ready: float


def demo(image: Path | None, folder: Path) -> int:
    """Process `image`, or the sample; print the result and return the exit status."""
    try:
        if image is None:
            _say("Preparing the sample image\n")
        original = image or sample(folder)
        result = _process(original, folder)
        _say("\n" + report(result.image.filename, result.uploaded, result.ready, *_facts(original, result)))
    except (DarkroomError, LocalError, OSError) as error:
        log = folder / LOG
        reason = last_error(log) if isinstance(error, LocalError) and log.exists() else ""
        lines = (f"The demo failed: {error}", reason, f"See {log} for details.")
        sys.stderr.write("".join(f"{line}\n" for line in lines if line))
        return 1
    return 0


def _process(original: Path, folder: Path) -> Result:
    folder.mkdir(parents=True, exist_ok=True)
    _say("Starting the local stack\n")
    with (
        (folder / LOG).open("w", encoding="utf-8") as log,
        running(Options(port=0, workers=1, events=False, log=log)) as stack,
        Client(stack.url, stack.token) as client,
    ):
        _say(f"Uploading {original}\n")
        start = time.time()
        image = client.upload(original, wait=False)
        uploaded = time.time() - start
        image = client.wait(image.id)
        ready = image.updated_at.timestamp() - start
        files = client.download(image, folder / DOWNLOADS, overwrite=True)
    return Result(image, files, uploaded, ready)


def _facts(original: Path, result: Result) -> tuple[ImageFacts, Mapping[str, ImageFacts]]:
    """Read the original and the variants from their files; what the API says about them is not used."""
    variants = {name: variant_facts(file, original) for name, file in result.files.items()}
    return image_facts(original), variants


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
