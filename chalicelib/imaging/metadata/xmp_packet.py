"""Write a new XMP packet (ISO 16684-1) with the properties that a variant keeps."""

from html import escape

from chalicelib.imaging.metadata.xmp import Xmp

_NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
)


def write(xmp: Xmp) -> bytes:
    """Return a packet with the properties that are set, empty if none is."""
    attributes = {
        "Iptc4xmpExt:DigitalSourceType": xmp.digital_source_type,
        "photoshop:Credit": xmp.credit,
        "xmpRights:WebStatement": xmp.web_statement,
    }
    simple = "".join(f" {name}='{escape(value)}'" for name, value in attributes.items() if value)
    if not simple and not xmp.rights:
        return b""
    body = f"<rdf:Description rdf:about=''{simple}>{_rights(xmp.rights)}</rdf:Description>"
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {_NAMESPACES}>{body}</rdf:RDF></x:xmpmeta>'
    return packet.encode()


def _rights(text: str | None) -> str:
    if not text:
        return ""
    return f"<dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>{escape(text)}</rdf:li></rdf:Alt></dc:rights>"
