"""Take turns between owners. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chalicelib.models import Image


def take(images: Iterable[Image], limit: int) -> Sequence[Image]:
    """Return at most `limit` images, oldest update first, such that no owner has to wait for another one.

    Of owners with more than their share, the images that are left out are the ones that waited least.
    """
    rounds: defaultdict[str, int] = defaultdict(int)
    turns: list[tuple[int, Image]] = []
    for image in sorted(images, key=lambda each: each.updated_at):
        turns.append((rounds[image.owner], image))
        rounds[image.owner] += 1
    turns.sort(key=lambda turn: turn[0])
    return [image for _, image in turns[:limit]]
