"""An image pyramid: the image at several sizes, each scaled from the smallest one that is large enough."""

from msgspec import Struct
from PIL import Image

from chalicelib.imaging import orientation
from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.color.to_srgb import to_srgb
from chalicelib.imaging.decoding.decode import Decoded
from chalicelib.imaging.resample import resize

# A level must be at least this many times larger than the wanted size, because resampling twice at nearly
# the same size would blur. SSIMULACRA2 on four camera photos of 4 to 10 MP, compared with Lanczos of all
# pixels: 800 pixels scaled from 1600 have 96.8 to 97.5, and 300 scaled from these 800 have 96.9 to 97.5. Most
# of what they lack is the rounding of the larger image to 8 bits.
_CASCADE_GAP = 1.5
# A level with more than this share of the decoded pixels saves too little for what its rounding costs: of
# photos of 2048 to 2272 pixels, 800 pixels scaled from 1600 have 96.6 to 97.5, scaled from all pixels 99.
_MOST_OF_DECODED = 0.4


class _Level(Struct):
    """The image at one size, scaled from `source`, or from the decoded image if that is None."""

    size: tuple[int, int]
    source: "_Level | None"
    image: Image.Image | None = None


class Pyramid:
    """Upright sRGB images, all scaled from one decoded image. Request large sizes first."""

    def __init__(
        self,
        decoded: Decoded,
        orientation: int,
        color: ColorDescription,
        resampling: Image.Resampling = Image.Resampling.LANCZOS,
    ) -> None:
        self._decoded = decoded
        self._resampling = resampling
        self._orientation = orientation
        self._color = color
        self._levels: list[_Level] = []

    @property
    def natural_size(self) -> tuple[int, int]:
        """The upright size of the decoded image."""
        return orientation.upright_size(self._decoded.size, self._orientation)

    def at(self, width: int, height: int) -> Image.Image:
        """Return the whole image, upright and in sRGB, at exactly this size."""
        return self._drawn(self._added(width, height))

    def announce(self, width: int, height: int) -> None:
        """Add a size that later ones can be scaled from. It is drawn only if one of them is."""
        self._added(width, height)

    def _added(self, width: int, height: int) -> _Level:
        level = _Level((width, height), self._source_for(width, height))
        self._levels.append(level)
        return level

    def _source_for(self, width: int, height: int) -> _Level | None:
        most = _MOST_OF_DECODED * _pixels(self.natural_size)
        fitting = [
            each
            for each in self._levels
            if each.size == (width, height)
            or (_serves(each.size, width, height) and _pixels(each.size) <= most)
        ]
        return min(fitting, key=lambda each: _pixels(each.size), default=None)

    def _drawn(self, level: _Level) -> Image.Image:
        if level.image is None:
            level.image = self._scaled(level)
            # Encoders would write comments and profiles to the file. The profile that the conversion to sRGB
            # leaves contains the current time, so the same image would be encoded to different bytes.
            level.image.info = {}
        return level.image

    def _scaled(self, level: _Level) -> Image.Image:
        if level.source is None:
            return self._from_decoded(*level.size)
        source = self._drawn(level.source)
        return resize(source, level.size, (0, 0, *source.size), self._resampling)

    def _from_decoded(self, width: int, height: int) -> Image.Image:
        size = orientation.upright_size((width, height), self._orientation)
        decoded = self._decoded
        scaled = resize(decoded.image, size, decoded.box, self._resampling, decoded.averaged)
        return to_srgb(orientation.upright(scaled, self._orientation), self._color)


def _pixels(size: tuple[int, int]) -> int:
    return size[0] * size[1]


def _serves(level: tuple[int, int], width: int, height: int) -> bool:
    return level[0] >= width * _CASCADE_GAP and level[1] >= height * _CASCADE_GAP
