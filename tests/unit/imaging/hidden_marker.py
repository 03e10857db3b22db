"""A marker to hide in files, and metadata that contain it where no preset keeps it."""

import struct

from tests.unit.imaging import icc_profiles
from tests.unit.imaging.container_files import tiff

# 63 bytes: the colors of a part of a palette, and less than a quantization table.
MARKER = b"HIDDEN-MARKER-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJK"
EXIF = tiff((0x010F, 2, len(MARKER), struct.pack("<I", 26)), data=MARKER)
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 photoshop:City="%b"><dc:creator><rdf:Seq><rdf:li>%b</rdf:li></rdf:Seq></dc:creator></rdf:Description>
</rdf:RDF></x:xmpmeta>""".replace(b"%b", MARKER)
PROFILE = icc_profiles.rgb(icc_profiles.DISPLAY_P3, icc_profiles.SRGB_CURVE, prv1=b"text\0\0\0\0" + MARKER)
