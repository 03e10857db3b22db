"""The marker segments of JPEG files. ITU-T T.81, annex B; ICC.1:2022, annex B.4."""

import struct

EOI = b"\xff\xd9"


def segment(marker: int, body: bytes, length: int | None = None) -> bytes:
    """Return a marker segment, by default with the right length."""
    size = len(body) + 2 if length is None else length
    return struct.pack(">BBH", 0xFF, marker, size) + body


def exif_segment(structure: bytes) -> bytes:
    """Return an APP1 segment with EXIF."""
    return segment(0xE1, b"Exif\0\0" + structure)


def xmp_segment(orientation: int) -> bytes:
    """Return an APP1 segment with an XMP packet that has only an orientation."""
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/"'
        f' tiff:Orientation="{orientation}"/></rdf:RDF></x:xmpmeta>'
    )
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())


def icc_segments(profile: bytes, count: int) -> list[bytes]:
    """Return a profile in this many APP2 segments."""
    size = -(-len(profile) // count)
    parts = [profile[at : at + size] for at in range(0, len(profile), size)]
    return [
        segment(0xE2, b"ICC_PROFILE\0" + bytes([number, count]) + part)
        for number, part in enumerate(parts, start=1)
    ]
