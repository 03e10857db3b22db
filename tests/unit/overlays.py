"""Presets files with a watermark, and the image beside them."""

import io
import json
from pathlib import Path

from PIL import Image

LOGO = "logo.png"


def watermark(width: int = 4, height: int = 2) -> bytes:
    """Return a half-transparent PNG."""
    file = io.BytesIO()
    Image.new("RGBA", (width, height), (10, 0, 0, 128)).save(file, "PNG")
    return file.getvalue()


def presets_with_overlay(folder: Path, content: bytes, **fields: object) -> Path:
    """Write a presets file with one preset, `marked`, and its overlay; return the presets file."""
    marked = {"name": "marked", "width": 9, "height": 9, "overlay": {"image": LOGO}}
    (folder / LOGO).write_bytes(content)
    file = folder / "presets.json"
    file.write_text(json.dumps({"presets": [marked], "default": ["marked"], **fields}), "utf-8")
    return file
