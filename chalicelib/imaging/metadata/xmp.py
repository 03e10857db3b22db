"""Read the few properties of an XMP packet that variants can keep, and write a new packet with them.

XMP is RDF in XML (ISO 16684-1). The packet is untrusted: document types are refused, so that entities cannot
expand, and values are limited in length.
"""

from contextlib import suppress
from html import escape
from types import MappingProxyType
from xml.parsers import expat

from msgspec import Struct, field

from chalicelib.imaging.containers import metadata_limits

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML_LANG = "http://www.w3.org/XML/1998/namespace lang"
# These attributes hold the value of a property or of an item (ISO 16684-1, sections 7.5 and 7.8).
_VALUE_ATTRIBUTES = f"{_RDF} resource", f"{_RDF} value"
_DESCRIPTION, _ROOT = f"{_RDF} Description", f"{_RDF} RDF"
# The properties by their names in expat's notation: namespace, space, local name.
_PROPERTIES = MappingProxyType(
    {
        "http://iptc.org/std/Iptc4xmpExt/2008-02-29/ DigitalSourceType": "digital_source_type",
        "http://purl.org/dc/elements/1.1/ rights": "rights",
        "http://ns.adobe.com/photoshop/1.0/ Credit": "credit",
        "http://ns.adobe.com/xap/1.0/rights/ WebStatement": "web_statement",
    }
)
_MAX_DEPTH = 64
_MAX_TEXT = 2000
# Reading 1 MiB of empty elements would take a second.
_MAX_ELEMENTS = 50_000
_NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
)


class Xmp(Struct, frozen=True, kw_only=True):
    """The values as they are in the packet. None if the property is missing."""

    digital_source_type: str | None = None
    rights: str | None = None
    credit: str | None = None
    web_statement: str | None = None


def read(packet: bytes) -> Xmp:
    """Return the properties of a packet, all None if it is unreadable or longer than 1 MiB.

    Packets of more than 50,000 elements count as unreadable.
    """
    if not packet or len(packet) > metadata_limits.XMP:
        return Xmp()
    found = _Properties()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = found.start
    parser.CharacterDataHandler = found.text
    parser.EndElementHandler = found.end
    # The padding after the root element can be anything, and the packet is complete without it.
    with suppress(expat.ExpatError, _Unsupported, ValueError, LookupError):
        parser.Parse(packet.lstrip())
    return Xmp(**found.values) if found.is_complete else Xmp()


class _Unsupported(Exception):
    pass


def _refuse(*_: object) -> None:
    raise _Unsupported


class _Properties(Struct):
    """Collects the properties of descriptions at the top level of the RDF, not those of nested structures."""

    values: dict[str, str] = field(default_factory=dict)
    is_complete: bool = False
    _elements: int = 0
    _path: list[str] = field(default_factory=list)
    _name: str | None = None
    _parts: list[str] = field(default_factory=list)
    _is_default: bool = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._path) >= _MAX_DEPTH or self._elements > _MAX_ELEMENTS:
            raise _Unsupported
        if element == _DESCRIPTION and self._path[-1:] == [_ROOT]:
            for name, value in attributes.items():
                self._keep(_PROPERTIES.get(name), value)
        elif self._path[-2:] == [_ROOT, _DESCRIPTION]:
            self._name = _PROPERTIES.get(element)
        for form in _VALUE_ATTRIBUTES:
            self._keep(self._name, attributes.get(form, ""))
        self._path.append(element)
        self._parts.clear()
        self._is_default = attributes.get(_XML_LANG) == "x-default"

    def text(self, text: str) -> None:
        if self._name:
            self._parts.append(text)

    def end(self, _: str) -> None:
        self._keep(self._name, "".join(self._parts), replace=self._is_default)
        self._parts.clear()
        self._is_default = False
        self._path.pop()
        if self._path[-2:] == [_ROOT, _DESCRIPTION]:
            self._name = None
        self.is_complete = not self._path

    def _keep(self, name: str | None, value: str, *, replace: bool = False) -> None:
        """Keep the first value, or the one in the default language (ISO 16684-1, section 8.2.2.4)."""
        value = value.strip()
        if name and value and len(value) <= _MAX_TEXT and (replace or name not in self.values):
            self.values[name] = value


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
