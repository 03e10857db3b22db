"""Encode animations as APNG. Each frame is stored as the rectangle that changes.

Pillow compresses the frames. Its own APNG writer merges frames and chooses how to dispose of them by rules
that differ between color types; here, every rectangle replaces what it covers, transparent pixels too.
File format: https://www.w3.org/TR/png-3/#4Concepts.APNG
"""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import count
from struct import pack
from typing import Any

from PIL import Image, ImageChops

from chalicelib.imaging.animation.frame_sequence import Frames
from chalicelib.imaging.containers.png_chunks import SIGNATURE, chunk, chunks, data_of
from chalicelib.imaging.encoding import memory_file

_MAX_U16 = 0xFFFF
_MAX_PLAYS = 0x7FFFFFFF
# Frame control: dispose op "none" keeps the canvas, blend op "source" replaces all pixels of the rectangle.
_DISPOSE_NONE, _BLEND_SOURCE = 0, 0
# Options that add chunks, which are written only once.
_METADATA = ("exif", "pnginfo")

Box = tuple[int, int, int, int]


def encode_frames(frames: Frames, durations: Sequence[int], plays: int, options: Mapping[str, Any]) -> bytes:
    """Return the APNG. `options` are Pillow's for each PNG."""
    file = BytesIO()
    file.write(SIGNATURE)
    file.writelines(_chunks(frames, durations, plays, options))
    return file.getvalue()


def _chunks(
    frames: Frames, durations: Sequence[int], plays: int, options: Mapping[str, Any]
) -> Iterator[bytes]:
    sequence = count()
    images = iter(frames)
    (_, header), *first = chunks(memory_file.saved(before := next(images), "png", **options))
    yield bytes(header)
    yield chunk(b"acTL", pack(">II", len(frames), min(plays, _MAX_PLAYS)))
    yield from (bytes(whole) for kind, whole in first if kind not in (b"IDAT", b"IEND"))
    yield _control(next(sequence), (0, 0, *before.size), durations[0])
    yield from (bytes(whole) for kind, whole in first if kind == b"IDAT")
    plain = {name: value for name, value in options.items() if name not in _METADATA}
    for frame, duration in zip(images, durations[1:], strict=True):
        box = _changed(before, frame)
        yield _control(next(sequence), box, duration)
        for kind, whole in chunks(memory_file.saved(frame.crop(box), "png", **plain)):
            if kind == b"IDAT":
                yield chunk(b"fdAT", pack(">I", next(sequence)) + data_of(whole))
        before = frame
    yield chunk(b"IEND", b"")


def _changed(before: Image.Image, after: Image.Image) -> Box:
    return ImageChops.difference(before, after).getbbox(alpha_only=False) or (0, 0, 1, 1)


def _control(sequence: int, box: Box, duration: int) -> bytes:
    left, top, right, bottom = box
    numerator, denominator = _delay(duration)
    return chunk(
        b"fcTL",
        pack(
            ">IIIIIHHBB",
            *(sequence, right - left, bottom - top, left, top),
            *(numerator, denominator, _DISPOSE_NONE, _BLEND_SOURCE),
        ),
    )


def _delay(duration: int) -> tuple[int, int]:
    """Return milliseconds as a fraction of a second, in whole seconds if they are more than 65.5."""
    return (duration, 1000) if duration <= _MAX_U16 else (min(round(duration / 1000), _MAX_U16), 1)
