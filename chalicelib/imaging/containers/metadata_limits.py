"""The largest metadata that is read, in bytes. Larger metadata counts as absent.

The largest ICC profiles in use, for printing, have about 3 MB. EXIF and XMP rarely have more than 64 KB,
which is the most that one JPEG segment holds. A C2PA store can contain thumbnails.
"""

ICC = 4 << 20
EXIF = 1 << 20
XMP = 1 << 20
C2PA = 8 << 20
