"""Show what the first request for a variant on demand takes, and what the next ones do not take.

`python -m load.one_variant` starts the local stack, uploads photos of 12 megapixels, and requests a variant
of each. It prints the median computing time of each part, and how long it waits on AWS according to
load/assumptions.json.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from darkroom import Client

from load import assumptions
from load.images import write_inputs
from load.plan import Item, Kind
from load.stack import run_module, started
from load.variant_times import Trace, render
from local.cdn.function import node

# Then connections and caches are there, and Python has specialized its bytecode.
_WARM_UP = 3


def main() -> int:
    """Measure, and print the report. Return the exit status, 2 if there is no Node."""
    parser = argparse.ArgumentParser(prog="python -m load.one_variant", description=__doc__)
    parser.add_argument("--images", type=int, default=10, help="images to measure (default: 10)")
    images: int = parser.parse_args().images
    if node() is None:
        sys.stderr.write("Node.js is not installed; the local CDN needs it\n")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with started(folder / "stack", workers=1) as stack:
            with Client(stack.url, stack.token) as client:
                urls = _uploaded(client, _WARM_UP + images, folder / "inputs")
            traces = measure(urls, stack.environment)
    sys.stdout.write(f"{render(traces[_WARM_UP:], assumptions.read())}\n")
    return 0


def measure(urls: Sequence[str], environment: Mapping[str, str]) -> Sequence[Trace]:
    """Request URLs that have not been requested yet, in a process of their own. Raises CalledProcessError."""
    return run_module("load.variant_trace", urls, environment, list[Trace])


def _uploaded(client: Client, count: int, folder: Path) -> Sequence[str]:
    """Upload the same photo several times, and return URLs of its variants."""
    photo = Item(0, Kind.LARGE, "jpeg")
    write_inputs([photo], folder)
    images = [client.upload(folder / photo.filename) for _ in range(count)]
    return [client.url(image, width=640, format="webp") for image in images]


if __name__ == "__main__":
    sys.exit(main())
