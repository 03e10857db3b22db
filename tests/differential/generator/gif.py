"""GIF files: palettes, transparency, disposal, partial frames, delays, loops, damaged blocks."""

from tests.differential.generator import gif_blocks, gif_damage, scene
from tests.differential.generator.case import Format, Values
from tests.differential.generator.gif_blocks import GifFrame

_LOOPS: dict[str, tuple[bytes, bytes]] = {
    "": (b"", b""),
    "loop0": (gif_blocks.loops(0), b""),
    "loop1": (gif_blocks.loops(1), b""),
    "loop3": (gif_blocks.loops(3), b""),
    "loop65535": (gif_blocks.loops(65535), b""),
    "animexts": (gif_blocks.loops(2, b"ANIMEXTS1.0"), b""),
    "loop_late": (b"", gif_blocks.loops(4)),
    "loop_twice": (gif_blocks.loops(2), gif_blocks.loops(5)),
}
_DELAYS = {
    "": (10, 10, 10, 10),
    "delay0": (0, 0, 0, 0),
    "delay1": (1, 1, 1, 1),
    "delay2": (2, 2, 2, 2),
    "delay_mixed": (5, 50, 0, 300),
}
_DISPOSALS = {
    "": (0, 0, 0, 0),
    "keep": (1, 1, 1, 1),
    "clear": (2, 2, 2, 2),
    "restore": (3, 3, 3, 3),
    "clear_restore": (1, 2, 3, 1),
    "disposal_reserved": (4, 4, 5, 7),
}
_AXES = {
    "frames": ("still", "frames2", "frames4", "frames4"),
    "table": ("", "local", "mixed_tables"),
    "transparency": ("", "transparent", "transparent_first", "transparent_later"),
    "disposal": tuple(_DISPOSALS),
    "area": ("", "parts", "free_border", "beyond"),
    "delay": tuple(_DELAYS),
    "loop": tuple(_LOOPS),
    "interlace": ("", "", "interlaced"),
    "damage": ("", "", "", *gif_damage.DAMAGES),
    "size": scene.SIZES,
}


def _valid(values: Values) -> bool:
    if values["damage"] == "stray_terminators" and any(
        values[axis] for axis in ("loop", "transparency", "area")
    ):
        return False  # only ImageMagick shows these, and it has its own rules for the canvas and loops
    return values["frames"] != "still" or not any(values[axis] for axis in ("disposal", "delay", "loop"))


def _content(values: Values) -> bytes:
    width, height = scene.size(values["size"])
    count = 1 if values["frames"] == "still" else int(values["frames"][-1])
    frames = [_frame(values, number, width, height) for number in range(count)]
    early, late = _LOOPS[values["loop"]]
    blocks = [frame.block() for frame in frames]
    blocks.insert(1, late)
    head = gif_blocks.header(width, height, has_table=values["table"] != "local") + early
    damage = gif_damage.DAMAGES.get(values["damage"], gif_damage.undamaged)
    return damage(head, [block for block in blocks if block])


def _frame(values: Values, number: int, width: int, height: int) -> GifFrame:
    left, top, right, bottom = _area(values["area"], number, width, height)
    clear = {"": False, "transparent": True, "transparent_first": number == 0}.get(
        values["transparency"], number > 0
    )
    image = scene.moved(width, height, number, "binary" if clear else "")
    return GifFrame(
        image.crop((left, top, right, bottom)),
        (left, top),
        delay=_DELAYS[values["delay"]][number],
        disposal=_DISPOSALS[values["disposal"]][number],
        is_transparent=clear,
        is_local=values["table"] == "local" or (values["table"] == "mixed_tables" and number % 2 == 1),
        is_interlaced=bool(values["interlace"]),
    )


def _area(area: str, number: int, width: int, height: int) -> tuple[int, int, int, int]:
    """Return the part of the canvas that a frame covers. `beyond` frames exceed it at the lower right."""
    if area == "parts" and number > 0:
        return width // 8 * number, height // 8, width - 3, height - height // 8 * number
    if area == "free_border":
        return 4, 3, width - 2, height - 5
    if area == "beyond" and number > 0:
        return 0, 0, width + 6, height + 5
    return 0, 0, width, height


def _whole(values: Values) -> bool | None:
    """Tell that still images that are cut are not whole. Of animations, the frames before the cut are."""
    if values["damage"] != "cut":
        return True
    return False if values["frames"] == "still" else None


FORMAT = Format(
    name="gif",
    count=350,
    axes=_AXES,
    content=_content,
    valid=_valid,
    whole=_whole,
)
