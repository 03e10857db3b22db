"""Read the sequence header of AV1 (AV1 Bitstream Specification, 5.5): the largest frame, and the color."""

from msgspec import Struct

from chalicelib.imaging.color.description import Cicp
from chalicelib.imaging.containers.av1_units import SEQUENCE_HEADER, units

_MAX_BYTES = 256
_HAS_TIER = 8
_PROFESSIONAL = 2
_MONOCHROME_IMPOSSIBLE = 1
_SELECT = 2
_SRGB = (1, 13, 0)


class Bits:
    """Read fields of a few bits, the most significant first. Raises IndexError at the end."""

    def __init__(self, content: bytes) -> None:
        self._value = int.from_bytes(content, "big")
        self._left = len(content) * 8

    def take(self, count: int = 1) -> int:
        """Return the next bits as an unsigned integer."""
        self._left -= count
        if self._left < 0:
            raise IndexError
        return self._value >> self._left & ((1 << count) - 1)

    def skip(self, *counts: int) -> None:
        """Skip fields of these lengths."""
        self.take(sum(counts))


class SequenceHeader(Struct, frozen=True):
    """The pixels of the largest frame, and the color. `cicp` is None if the colors are not described."""

    pixels: int
    cicp: Cicp | None


def read_sequence_header(content: bytes) -> SequenceHeader | None:
    """Return the header from the start of coded data, None if there is none or it is broken."""
    return next((parse(content[at:end]) for kind, at, end in units(content) if kind == SEQUENCE_HEADER), None)


def parse(payload: bytes) -> SequenceHeader | None:
    """Return the header from the payload of its unit, None if it is broken."""
    try:
        return _sequence_header(Bits(payload[:_MAX_BYTES]))
    except IndexError:
        return None


def _sequence_header(bits: Bits) -> SequenceHeader:
    profile = bits.take(3)
    bits.skip(1)
    reduced = bits.take()
    if reduced:
        bits.skip(5)
    else:
        _skip_operating_points(bits)
    lengths = bits.take(4) + 1, bits.take(4) + 1
    pixels = (bits.take(lengths[0]) + 1) * (bits.take(lengths[1]) + 1)
    if not reduced and bits.take():
        bits.skip(4, 3)
    bits.skip(3)
    if not reduced:
        _skip_tools(bits)
    bits.skip(3)
    return SequenceHeader(pixels, _color(bits, profile))


def _skip_operating_points(bits: Bits) -> None:
    """Skip the timing (5.5.3 and 5.5.4) and all operating points."""
    delay_bits = 0
    if bits.take():
        bits.skip(32, 32)
        if bits.take():
            _skip_uvlc(bits)
        if bits.take():
            delay_bits = bits.take(5) + 1
            bits.skip(32, 5, 5)
    initial_delays = bits.take()
    for _ in range(bits.take(5) + 1):
        bits.skip(12)
        if bits.take(5) >= _HAS_TIER:
            bits.skip(1)
        if delay_bits and bits.take():
            bits.skip(delay_bits, delay_bits, 1)
        if initial_delays and bits.take():
            bits.skip(4)


def _skip_uvlc(bits: Bits) -> None:
    """Skip a number of variable length (4.10.3)."""
    zeros = 0
    while not bits.take():
        zeros += 1
    bits.skip(zeros)


def _skip_tools(bits: Bits) -> None:
    """Skip the coding tools that only sequences with several frames have."""
    bits.skip(4)
    order_hint = bits.take()
    if order_hint:
        bits.skip(2)
    screen_content = _SELECT if bits.take() else bits.take()
    if screen_content and not bits.take():
        bits.skip(1)
    if order_hint:
        bits.skip(3)


def _color(bits: Bits, profile: int) -> Cicp | None:
    """Return the code points from the color configuration (5.5.2)."""
    if bits.take() and profile == _PROFESSIONAL:
        bits.skip(1)
    monochrome = bits.take() if profile != _MONOCHROME_IMPOSSIBLE else 0
    if not bits.take():
        return None
    primaries, transfer, matrix = bits.take(8), bits.take(8), bits.take(8)
    is_srgb = (primaries, transfer, matrix) == _SRGB and not monochrome
    return Cicp(primaries, transfer, matrix, full_range=is_srgb or bool(bits.take()))
