"""WebP files: lossy and lossless, alpha, animation, orientation, profiles, damaged chunks."""

from PIL import Image

from tests.differential.generator import scene, webp_damage
from tests.differential.generator.case import Format, Values
from tests.differential.generator.encoded import encoded
from tests.differential.generator.profiles import PROFILES
from tests.differential.generator.tiff_structure import exif
from tests.differential.generator.webp_chunks import WebpFile, WebpFrame, chunks

_DISPOSALS = {"": (0, 0, 0, 0), "clear": (1, 1, 1, 1), "clear_some": (0, 1, 0, 1)}
_BLENDS = {"": (1, 1, 1, 1), "blend": (0, 0, 0, 0), "blend_some": (1, 0, 0, 1)}
_DELAYS = {"": (100, 100, 100, 100), "delay0": (0, 0, 0, 0), "delay_mixed": (5, 40, 130, 2000)}
_LOOPS = {"": 0, "plays1": 1, "plays3": 3, "plays65535": 65535}
_ANIMATION = ("disposal", "blend", "delay", "loop", "area")
_AXES = {
    "coding": ("lossy", "lossless", "mixed_coding"),
    "alpha": ("", "soft", "binary", "soft_later"),
    "frames": ("still", "still", "frames1", "frames4"),
    "disposal": tuple(_DISPOSALS),
    "blend": tuple(_BLENDS),
    "delay": tuple(_DELAYS),
    "loop": tuple(_LOOPS),
    "area": ("", "parts"),
    "exif": ("", *(f"exif{number}" for number in range(1, 9)), "prefixed_exif6"),
    "color": (*[""] * 5, *(profile for profile in PROFILES if "gray" not in profile)),
    "damage": ("", "", "", *webp_damage.DAMAGES),
    "size": scene.SIZES,
}


def _valid(values: Values) -> bool:
    if values["frames"] == "still" and any(values[axis] for axis in _ANIMATION):
        return False
    has_exif = values["exif"] or values["damage"].startswith("exif")
    if values["frames"] != "still" and values["color"] and has_exif:
        return False  # only libvips applies profiles to animations, and it also applies the orientation
    if values["exif"] and (values["damage"] == "cut" or values["damage"].startswith("exif")):
        return False
    return not (values["color"] and values["damage"].startswith("icc"))


def _content(values: Values) -> bytes:
    width, height = scene.size(values["size"])
    count = 4 if values["frames"] == "frames4" else 1
    prefix = b"Exif\0\0" if values["exif"].startswith("prefixed") else b""
    file = WebpFile(
        width,
        height,
        frames=[_frame(values, number, width, height) for number in range(count)],
        is_animated=values["frames"] != "still",
        plays=_LOOPS[values["loop"]],
        icc=PROFILES[values["color"]] if values["color"] else b"",
        exif=prefix + exif(int(values["exif"][-1])) if values["exif"] else b"",
    )
    damage = values["damage"]
    return webp_damage.DAMAGES[damage](file) if damage else file.content()


def _frame(values: Values, number: int, width: int, height: int) -> WebpFrame:
    alpha = values["alpha"]
    alpha = ("soft" if number else "") if alpha == "soft_later" else alpha
    box = (0, 0, width, height)
    if values["area"] and number:
        box = (2 * number, 4, width - 3, height - 2 * number)
    image = scene.moved(width, height, number, alpha).crop(box)
    is_lossy = values["coding"] == "lossy" or (values["coding"] == "mixed_coding" and number % 2 == 1)
    return WebpFrame(
        _bitstream(image if alpha else image.convert("RGB"), is_lossy=is_lossy),
        box,
        duration=_DELAYS[values["delay"]][number],
        is_cleared=bool(_DISPOSALS[values["disposal"]][number]),
        is_replacing=bool(_BLENDS[values["blend"]][number]),
        has_alpha=bool(alpha),
    )


def _bitstream(image: Image.Image, *, is_lossy: bool) -> bytes:
    content = encoded(image, "webp", lossless=not is_lossy, quality=90 if is_lossy else 50, method=2)
    return b"".join(whole for kind, whole in chunks(content) if kind in (b"VP8 ", b"VP8L", b"ALPH"))


def _whole(values: Values) -> bool | None:
    """Tell that still images that are cut are not whole. Of animations, the frames before the cut are."""
    if values["damage"] != "cut":
        return True
    return False if values["frames"] == "still" else None


FORMAT = Format(
    name="webp",
    count=300,
    axes=_AXES,
    content=_content,
    valid=_valid,
    whole=_whole,
)
