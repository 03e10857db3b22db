"""Read ICC profiles: what space they are for, and the transforms from them to sRGB."""

import struct
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache, partial
from io import BytesIO
from threading import Lock
from typing import Generic, TypeVar

from PIL import ImageCms

from chalicelib.imaging.color.code_points import BT_709, is_known, of_still_image
from chalicelib.imaging.color.description import Cicp
from chalicelib.imaging.color.matrix_profile import ENTRY_BYTES, HEADER_BYTES, SRGB_CURVE, build
from chalicelib.imaging.containers import metadata_limits

Value = TypeVar("Value")
_MAX_TAGS = 100


class ProfileCache(Generic[Value]):
    """What was computed from the last few profiles, by their digests: profiles are large and untrusted.

    What cannot be computed (None) is not kept. Thread-safe.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._results: OrderedDict[tuple[Hashable, ...], Value] = OrderedDict()
        self._lock = Lock()

    def get(self, profile: bytes, *options: Hashable, compute: Callable[[], Value | None]) -> Value | None:
        """Return the result for a profile and these options, computed unless it is known."""
        # OpenSSL takes 4 MB, and few images have a profile that is not known by its name.
        from hashlib import sha256  # noqa: PLC0415

        key = (sha256(profile).digest(), *options)
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = compute()
        if result is not None:
            with self._lock:
                self._results[key] = result
                while len(self._results) > self._size:
                    self._results.popitem(last=False)
        return result


_transforms = ProfileCache[ImageCms.ImageCmsTransform](size=8)


def is_sound(profile: bytes) -> bool:
    """Return whether this is a complete profile, by its size and signature (ICC.1:2022, 7.2)."""
    if len(profile) > metadata_limits.ICC or profile[36:40] != b"acsp":
        return False
    size: int = struct.unpack_from(">I", profile)[0]
    return HEADER_BYTES < size <= len(profile)


def cicp(profile: bytes) -> Cicp | None:
    """Return the profile's code points, which describe HDR (ICC.1:2022, 9.2.17), if they are usable."""
    try:
        return _cicp(profile)
    except struct.error:
        return None


def transform(profile: bytes, mode: str, *, exact: bool = False) -> ImageCms.ImageCmsTransform | None:
    """Return the transform from pixels of `mode` to RGB, or RGBA for RGBA, in sRGB.

    None if the profile is broken or not for such pixels. The intent is perceptual, without black point
    compensation, as in Chromium. Profiles whose only table is the one for the relative colorimetric intent
    are read with that one.

    Little CMS computes tables first, which takes up to 10 ms and is up to 9 levels off for gray. With
    `exact`, it computes each pixel instead, which is 9 times slower for large images.
    """
    return _transforms.get(profile, mode, exact, compute=partial(_transform, profile, mode, exact=exact))


def _transform(profile: bytes, mode: str, *, exact: bool) -> ImageCms.ImageCmsTransform | None:
    flags = ImageCms.Flags.NOOPTIMIZE if exact else ImageCms.Flags.NONE
    for intent in (ImageCms.Intent.PERCEPTUAL, ImageCms.Intent.RELATIVE_COLORIMETRIC):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            output = "RGBA" if mode == "RGBA" else "RGB"
            return ImageCms.buildTransform(source, srgb(), mode, output, intent, flags)
        except (OSError, ImageCms.PyCMSError, ValueError):
            continue
    return None


@lru_cache(maxsize=1)
def srgb() -> ImageCms.ImageCmsProfile:
    """Return the profile of sRGB."""
    return ImageCms.ImageCmsProfile(BytesIO(build(BT_709, SRGB_CURVE)))


def _cicp(profile: bytes) -> Cicp | None:
    count = min(struct.unpack_from(">I", profile, HEADER_BYTES)[0], _MAX_TAGS)
    for at in range(count):
        name, offset = struct.unpack_from(">4sI", profile, HEADER_BYTES + 4 + at * ENTRY_BYTES)
        if name == b"cicp":
            kind, primaries, transfer, matrix, full_range = struct.unpack_from(">4s4x4B", profile, offset)
            found = Cicp(primaries, transfer, matrix, bool(full_range))
            usable = kind == b"cicp" and matrix == 0 and full_range == 1 and is_known(found)
            return of_still_image(found) if usable else None
    return None
