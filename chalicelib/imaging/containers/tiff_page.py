"""How a page of a TIFF stores its pixels. The input is untrusted."""

from msgspec import Struct
from PIL.ExifTags import Base

from chalicelib.imaging.containers import tiff_fields as fields
from chalicelib.imaging.containers.ifd import Ifd
from chalicelib.imaging.containers.tiff_tags import Compression, Extra, Photometric, Predictor, Sample


class Page(Struct, frozen=True, kw_only=True):
    """How a page stores its pixels.

    Each pixel has `samples` samples of `bits` bits. The first `colors` are colors; `alpha` is the meaning of
    the next one, None if it is not alpha. Strips and tiles are blocks of `block_width` x `block_height`
    pixels. If the page is `planar`, each sample has its own blocks.
    """

    ifd: Ifd
    width: int
    height: int
    bits: int
    samples: int
    alpha: Extra | None
    sample: Sample
    photometric: Photometric
    compression: Compression
    predictor: Predictor
    planar: bool
    block_width: int
    block_height: int

    @property
    def colors(self) -> int:
        """The samples of a pixel that are colors."""
        return fields.colors(self.photometric, self.samples)

    @property
    def tiled(self) -> bool:
        """Whether blocks are tiles, not strips."""
        return fields.is_tiled(self.ifd)

    @property
    def samples_per_block(self) -> int:
        """The samples of a pixel that are in the same block."""
        return 1 if self.planar else self.samples

    @property
    def row_bytes(self) -> int:
        """The bytes of one row of a block, decompressed. Not valid for subsampled YCbCr."""
        return (self.block_width * self.samples_per_block * self.bits + 7) // 8

    @property
    def blocks_across(self) -> int:
        """The blocks that are next to each other."""
        return -(-self.width // self.block_width)

    @property
    def blocks_per_plane(self) -> int:
        """All blocks, or the ones of one sample if the page is planar."""
        return self.blocks_across * -(-self.height // self.block_height)

    def rows_of(self, block: int) -> int:
        """Return the rows of a block of the first plane. The last strip can have fewer."""
        if self.tiled:
            return self.block_height
        return min(self.block_height, self.height - block * self.block_height)


def read_page(ifd: Ifd) -> Page:
    """Return how the page stores its pixels. Raises CorruptImage, UnsupportedFormat."""
    compression = fields.compression(ifd)
    samples = fields.samples_per_pixel(ifd, compression)
    photometric = fields.photometric(ifd, compression, samples)
    width, height = fields.side(ifd, Base.ImageWidth), fields.side(ifd, Base.ImageLength)
    block_width, block_height = fields.block_size(ifd, width, height)
    return Page(
        ifd=ifd,
        width=width,
        height=height,
        bits=fields.bits(ifd, compression, samples),
        samples=samples,
        alpha=fields.alpha(ifd, photometric, samples),
        sample=fields.sample(ifd),
        photometric=photometric,
        compression=compression,
        predictor=fields.predictor(ifd, compression),
        planar=fields.is_planar(ifd, samples),
        block_width=block_width,
        block_height=block_height,
    )
