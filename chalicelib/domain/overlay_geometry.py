"""Place an overlay on a variant. All lengths are in pixels."""

from chalicelib.models import POSITIONS, Overlay

Size = tuple[int, int]


def fitted(image: Size, variant: Size, margin: int) -> Size | None:
    """Return the size of an overlay: its own, or scaled down to fit between the margins.

    Return None if the margins leave no pixel.
    """
    room = [side - 2 * margin for side in variant]
    if min(room) < 1:
        return None
    scale = min(1.0, room[0] / image[0], room[1] / image[1])
    return max(1, round(image[0] * scale)), max(1, round(image[1] * scale))


def offset(overlay: Overlay, size: Size, variant: Size) -> Size:
    """Return the left and top edge of an overlay of this size, which must fit between the margins."""
    left, top = (
        overlay.margin + round(at * (available - 2 * overlay.margin - length))
        for at, length, available in zip(POSITIONS[overlay.position], size, variant, strict=True)
    )
    return left, top


def repeated(start: int, step: int, available: int) -> range:
    """Return where the tiles start along one axis so that they cover it, the first at 0 or before.

    One of them starts at `start`.
    """
    return range(-(-start % step), available, step)
