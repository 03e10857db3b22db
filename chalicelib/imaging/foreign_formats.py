from chalicelib.errors import UnsupportedFormat
def unsupported(kind: str) -> UnsupportedFormat:
    return UnsupportedFormat(f"This file is {kind}. Upload a JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF or BMP.")
