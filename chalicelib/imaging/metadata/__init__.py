"""EXIF and XMP: what Darkroom reads from them, and the little that variants keep."""
