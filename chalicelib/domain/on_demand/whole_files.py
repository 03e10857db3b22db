"""The files on demand that a browser may choose among, for HTML's `picture` and `srcset`. Pure.

They must show the same as the rendered variants that `responsive.whole` returns:

1. There are none if the policy has no ratio `source`, or if those variants have effects, such as a watermark.
2. If those variants are animated, there are only formats that are animated on demand, too. If they are
   stills, there are only formats that are stills for certain.
3. The widths are those of the policy up to the image's own. If that lies between two of them, a request for
   the next larger one leads to a file with the image's own width. Of many widths, only MAX_WIDTHS are used,
   so that documents stay short.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from chalicelib.domain import animation, formats, responsive
from chalicelib.models import MAX_SIDE, Image, OnDemandFormat, OnDemandPolicy, Resize

MAX_WIDTHS = 8


class OnDemandFile(Struct, frozen=True, kw_only=True):
    """A file that is rendered when its URL is requested for the first time."""

    url: str
    content_type: str
    width: int
    height: int


def whole_files(
    image: Image, policy: OnDemandPolicy, url_of: Callable[[Resize], str]
) -> tuple[OnDemandFile, ...]:
    """Return the files in all formats and widths, by format and then from the narrowest to the widest."""
    if image.width is None or image.height is None or "source" not in policy.ratios:
        return ()
    if any(variant.has_effects for variant in responsive.whole(image)):
        return ()
    widths = _spread([*_widths(policy.widths, image.width)])
    files = (
        OnDemandFile(
            url=url_of(Resize(width=step, format=each)),
            content_type=formats.by_name(each).content_type,
            width=width,
            height=max(1, round(image.height * width / image.width)),
        )
        for each in _formats(image, policy)
        for step, width in widths
    )
    return tuple(file for file in files if file.height <= MAX_SIDE)


def _widths(steps: Sequence[int], own: int) -> Iterator[tuple[int, int]]:
    """Yield widths to request with the widths that their files have."""
    for step in steps:
        yield step, min(step, own)
        if step >= own:
            return


def _spread(widths: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Return at most MAX_WIDTHS of the widths at even distances, with the narrowest and the widest."""
    if len(widths) <= MAX_WIDTHS:
        return widths
    return [widths[round(index * (len(widths) - 1) / (MAX_WIDTHS - 1))] for index in range(MAX_WIDTHS)]


def _formats(image: Image, policy: OnDemandPolicy) -> Iterator[OnDemandFormat]:
    shown = responsive.whole(image)
    wants_animation = any(variant.is_animated for variant in shown or image.variants)
    for each in policy.formats:
        if animation.is_animated_in(image, each) is wants_animation:
            yield each
