"""Print how much memory rendering a file takes, and the estimate, in bytes: `peak_memory.py FILE SIDE`."""

import re
import sys
from pathlib import Path

from PIL import ImageCms

from chalicelib.domain.geometry import plan
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.imaging.decoding import decode_cost
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.source import open_source
from chalicelib.models import VariantSpec


def peak() -> int:
    """Return the most memory that this process has had. Unlike `ru_maxrss`, it excludes the parent's."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


def main(path: str, side: int) -> None:
    """Render one variant as a JPEG."""
    content = Path(path).read_bytes()
    engine = PillowEngine(Limits(max_decode_bytes=sys.maxsize))
    ImageCms.createProfile("sRGB")  # loads the library
    before = peak()
    info = engine.inspect(content)
    plans = plan(info, [VariantSpec(name="v", width=side, height=side, format="jpeg")])
    estimate = decode_cost.estimate(
        open_source(content, info.format, 1), info.format, TargetSize.of(plans, info)
    )
    engine.render(content, info, plans)
    sys.stdout.write(f"{peak() - before} {estimate}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
