"""Tell camera RAW files, which are often TIFFs, from images. Their TIFF pages are only previews.

Sources: the DNG specification 1.7, TIFF/EP (ISO 12234-2), and the tables of ExifTool.
"""

from collections.abc import Sequence
from types import MappingProxyType

from PIL.ExifTags import Base

from chalicelib.imaging.containers.ifd import Ifd, sub_directories

_COLOR_FILTER_ARRAY, _LINEAR_RAW = 32803, 34892
# Compression of RAW data: Sony ARW, Nikon NEF, Samsung SRW, Kodak, lossy DNG, Pentax PEF.
_RAW_COMPRESSIONS = {32767, 34713, 32769, 32770, 32772, 65000, 34892, 65535, 262}
_CANON_CR2 = b"CR"
_PHASE_ONE_IIQ = b"IIII"
_MAX_SUB_DIRECTORIES = 16
_MAX_PAGES = 16
_MAX_MAKER = 64
_BY_MAKER = MappingProxyType(
    {"NIKON": "NEF", "SONY": "ARW", "PENTAX": "PEF", "RICOH": "PEF", "SAMSUNG": "SRW", "CANON": "CR2"}
    | {"HASSELBLAD": "3FR", "KODAK": "KDC", "EASTMAN KODAK": "KDC", "SEIKO EPSON": "ERF", "EPSON": "ERF"}
    | {"MAMIYA": "MEF", "LEAF": "MOS", "PHASE ONE": "IIQ", "OLYMPUS": "ORF", "PANASONIC": "RW2"}
    | {"LEICA": "RWL", "IMACON": "FFF"}
)


def kind(content: bytes, pages: Sequence[Ifd]) -> str | None:
    """Return the usual extension of a camera RAW file, for example NEF, or RAW. None for other TIFFs."""
    if content[8:10] == _CANON_CR2:
        return "CR2"
    if content[8:12] == _PHASE_ONE_IIQ:
        return "IIQ"
    if any(Base.DNGVersion in page.entries for page in pages[:1]):
        return "DNG"
    inner = [sub for page in pages[:_MAX_PAGES] for sub in _sub_directories(content, page)]
    if any(_is_raw(ifd) for ifd in (*pages, *inner)):
        return _by_maker(pages[0])
    return None


def _sub_directories(content: bytes, page: Ifd) -> Sequence[Ifd]:
    return list(sub_directories(content, page, Base.SubIFDs, _MAX_SUB_DIRECTORIES))


def _is_raw(ifd: Ifd) -> bool:
    return (
        ifd.integer(Base.PhotometricInterpretation, 0) in (_COLOR_FILTER_ARRAY, _LINEAR_RAW)
        or ifd.integer(Base.Compression, 1) in _RAW_COMPRESSIONS
    )


def _by_maker(first: Ifd) -> str:
    maker = first.data(Base.Make, _MAX_MAKER).decode("latin-1").upper()
    return next((extension for name, extension in _BY_MAKER.items() if maker.startswith(name)), "RAW")
