import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.imaging.metadata.xmp import Xmp, read, write

NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
)
AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def packet(attributes: str = "", elements: str = "", prolog: str = "") -> bytes:
    description = f'<rdf:Description rdf:about="" {attributes}>{elements}</rdf:Description>'
    xmpmeta = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {NAMESPACES}>{description}</rdf:RDF></x:xmpmeta>'
    begin = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    return f'{begin}{prolog}{xmpmeta}{" " * 2000}<?xpacket end="w"?>\0'.encode()


def _property(value: str) -> str:
    return f"<Iptc4xmpExt:DigitalSourceType>{value}</Iptc4xmpExt:DigitalSourceType>"


@pytest.mark.parametrize(
    ("attributes", "elements"),
    [
        (f'Iptc4xmpExt:DigitalSourceType="{AI}"', ""),
        ("", f"<Iptc4xmpExt:DigitalSourceType>\n {AI} </Iptc4xmpExt:DigitalSourceType>"),
        ("", f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{AI}"/>'),
        ("", _property(f'<rdf:Bag><rdf:li rdf:resource="{AI}"/></rdf:Bag>')),
        ("", _property(f'<rdf:Description rdf:value="{AI}"/>')),
    ],
)
def test_a_property_is_read_in_each_form_that_rdf_allows(attributes: str, elements: str) -> None:
    assert read(packet(attributes, elements)) == Xmp(digital_source_type=AI)


def test_the_default_language_of_the_rights_is_preferred() -> None:
    items = "".join(
        f'<rdf:li xml:lang="{lang}">{text}</rdf:li>'
        for lang, text in (("de-DE", "Alle Rechte"), ("x-default", "All rights"), ("fr", "Tous droits"))
    )
    assert read(packet(elements=f"<dc:rights><rdf:Alt>{items}</rdf:Alt></dc:rights>")).rights == "All rights"


def test_properties_of_nested_structures_are_ignored() -> None:
    nested = f'<rdf:Description Iptc4xmpExt:DigitalSourceType="{AI}" />'
    assert read(packet(elements=f"<photoshop:Ingredients>{nested}</photoshop:Ingredients>")) == Xmp()


def test_utf_16_is_read() -> None:
    text = packet('photoshop:Credit="Zoë"').decode().removesuffix("\0").replace("\ufeff", "")
    assert read(text.encode("utf-16")).credit == "Zoë"


def test_entities_are_refused() -> None:
    prolog = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    assert read(packet("photoshop:Credit='me'", prolog=prolog)) == Xmp()


@pytest.mark.parametrize(
    "block", [b"", b"<x", b"\0" * 99, packet()[:300], b"<?xml version='1.0' encoding='no-such'?><a/>"]
)
def test_an_unreadable_packet_has_no_properties(block: bytes) -> None:
    assert read(block) == Xmp()


def test_values_and_nesting_are_limited() -> None:
    assert read(packet(f'photoshop:Credit="{"a" * 2001}"')) == Xmp()
    assert read(packet("photoshop:Credit='me'", "<dc:a>" * 70 + "</dc:a>" * 70)) == Xmp()
    assert read(packet("photoshop:Credit='me'") + b" " * (1 << 20)) == Xmp()
    assert read(packet("photoshop:Credit='me'", "<dc:a/>" * 49_990)) == Xmp(credit="me")
    assert read(packet("photoshop:Credit='me'", "<dc:a/>" * 50_000)) == Xmp()


@given(st.binary(max_size=200), st.integers(0, 900))
def test_damage_never_raises(noise: bytes, at: int) -> None:
    damaged = packet("photoshop:Credit='me'", f"<dc:rights>{'x' * 200}</dc:rights>")
    assert isinstance(read(damaged[:at] + noise + damaged[at + len(noise) :]), Xmp)


TEXTS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_a_new_packet_has_the_same_properties(kind: str, rights: str, credit: str, url: str) -> None:
    xmp = Xmp(digital_source_type=kind, rights=rights, credit=credit, web_statement=url)
    assert read(write(xmp)) == xmp


def test_a_packet_without_properties_is_empty() -> None:
    assert write(Xmp()) == b""
