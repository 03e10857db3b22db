"""What presets keep of a source's metadata, block by block of every output format."""

from typing import Any

import pytest
from PIL import Image, PngImagePlugin
from PIL.ExifTags import IFD, Base

from chalicelib.imaging.metadata import xmp
from chalicelib.imaging.metadata.xmp import Xmp
from chalicelib.models import ContentCredentials, Format, Provenance, VariantSpec
from tests.unit.imaging import jumbf
from tests.unit.imaging.blocks import blocks
from tests.unit.imaging.samples import ENGINE, encoded, photo, render

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
RIGHTS = Xmp(rights="(c) Ann", credit="Ann / Agency", web_statement="https://example.com/license")
PACKET = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 exif:GPSLatitude="48,secretN" photoshop:City="secret" Iptc4xmpExt:DigitalSourceType="{AI}"
 photoshop:Credit="{RIGHTS.credit}" xmpRights:WebStatement="{RIGHTS.web_statement}">
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{RIGHTS.rights}</rdf:li></rdf:Alt></dc:rights>
<dc:creator><rdf:Seq><rdf:li>secret</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>""".encode()
# The blocks that the pixels of each format need, and those that hold EXIF and XMP.
NEEDED: dict[str, set[str]] = {
    "jpeg": {"E0", "DB", "C0", "C4", "DA", "EOI"},
    "png": {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"},
    "webp": {"VP8X", "VP8 ", "VP8L", "ALPH"},
    "avif": {
        *("ftyp", "mdat", "hdlr", "pitm", "iloc", "item av01"),
        *("ispe", "pixi", "av1C", "colr", "ipma", "iref", "auxC"),
    },
}
EXIF = {"jpeg": "E1", "png": "eXIf", "webp": "EXIF", "avif": "item Exif"}
XMP = {"jpeg": "E1", "png": "iTXt", "webp": "XMP ", "avif": "item mime"}
OUTPUTS: list[Format] = ["jpeg", "png", "webp", "avif"]


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[Base.Copyright] = "(c) 2026 Ann"
    tags[Base.Make] = "secret camera"
    tags.get_ifd(IFD.GPSInfo)[1] = "N"
    return tags


def source(format_: str, **options: Any) -> bytes:
    """Return an image with EXIF, GPS and XMP."""
    if format_ == "png":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", PACKET.decode())
        return encoded(photo(120, 90), "png", exif=exif(), pnginfo=text, **options)
    return encoded(photo(120, 90), format_, exif=exif(), xmp=PACKET, **options)


def output(content: bytes, format_: Format, **spec: Any) -> bytes:
    (variant,) = render(content, VariantSpec(name="v", width=110, height=110, format=format_, **spec))
    return variant.content


@pytest.mark.parametrize("from_", OUTPUTS)
@pytest.mark.parametrize("to", OUTPUTS)
def test_by_default_only_the_digital_source_type_stays(from_: str, to: Format) -> None:
    variant = output(source(from_), to)
    assert {name for name, _ in blocks(variant)} - NEEDED[to] == {XMP[to]}
    assert ENGINE.inspect(variant).provenance == Provenance(digital_source_type=AI)
    assert b"secret" not in variant
    assert b"Ann" not in variant


@pytest.mark.parametrize("from_", OUTPUTS)
@pytest.mark.parametrize("to", OUTPUTS)
def test_a_preset_can_keep_nothing(from_: str, to: Format) -> None:
    assert {name for name, _ in blocks(output(source(from_), to, keep=()))} - NEEDED[to] == set()


@pytest.mark.parametrize("to", OUTPUTS)
def test_a_preset_can_keep_everything_that_is_offered(to: Format) -> None:
    variant = output(source("jpeg"), to, keep=("provenance", "copyright", "rights"))
    found = blocks(variant)
    assert {name for name, _ in found} - NEEDED[to] == {XMP[to], EXIF[to]}
    assert b"secret" not in variant
    packet = variant[variant.index(b"<x:xmpmeta") : variant.index(b"</x:xmpmeta>") + 12]
    assert xmp.read(packet) == Xmp(
        digital_source_type=AI,
        rights=RIGHTS.rights,
        credit=RIGHTS.credit,
        web_statement=RIGHTS.web_statement,
    )


def test_a_gif_has_no_metadata() -> None:
    variant = output(source("jpeg"), "gif", keep=("provenance", "copyright", "rights"))
    assert b"xmpmeta" not in variant
    assert b"Ann" not in variant


def with_manifest(digital_source_type: str) -> bytes:
    """Return a JPEG with Content Credentials in APP11 segments (ISO 19566-5, annex D)."""
    actions = [{"action": "c2pa.created", "digitalSourceType": digital_source_type}]
    store = jumbf.store(jumbf.manifest("1", {"claim_generator": "Firefly\n3"}, actions))
    header = b"JP" + b"\0\1" + b"\0\0\0\1"
    segment = b"\xff\xeb" + (2 + len(header) + len(store)).to_bytes(2, "big") + header + store
    plain = encoded(photo(120, 90), "jpeg")
    return plain[:2] + segment + plain[2:]


@pytest.mark.parametrize("to", OUTPUTS)
def test_the_source_type_of_content_credentials_stays(to: Format) -> None:
    variant = output(with_manifest(AI), to)
    assert ENGINE.inspect(variant).provenance == Provenance(digital_source_type=AI)
    assert b"jumb" not in variant
    assert b"Firefly" not in variant


def test_content_credentials_are_reported() -> None:
    assert ENGINE.inspect(with_manifest(AI)).provenance == Provenance(
        digital_source_type=AI, content_credentials=ContentCredentials(claim_generator="Firefly3")
    )


@pytest.mark.parametrize("value", ["anything else", "https://evil.example/digitalsourcetype/x", "a" * 65])
def test_a_source_type_outside_the_vocabulary_is_ignored(value: str) -> None:
    content = with_manifest(value)
    assert ENGINE.inspect(content).provenance == Provenance(
        content_credentials=ContentCredentials(claim_generator="Firefly3")
    )
    assert b"xmpmeta" not in output(content, "jpeg")
