"""The largest metadata that is read, in bytes. Larger metadata counts as absent.

ICC profiles of cameras and screens have up to 10 KB, most of those for printing about 0.5 MB. EXIF and XMP
rarely have more than 64 KB, which is the most that one JPEG segment holds. A C2PA store can contain
thumbnails.
"""

ICC = 1 << 20
EXIF = 1 << 20
XMP = 1 << 20
C2PA = 8 << 20
