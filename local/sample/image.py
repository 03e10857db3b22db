"""Creates the sample image: a drawn landscape, stored and tagged as a phone would store a photo."""

from pathlib import Path

from PIL import ExifTags, Image

from local.sample.landscape import landscape

NAME = "sample.jpg"
QUALITY = 95
SIDEWAYS = 6
"""EXIF orientation: a viewer rotates the stored pixels clockwise by 90 degrees."""


def sample(folder: Path) -> Path:
    """Return the path of the sample in `folder`, which is drawn (in about a second) if it is missing.

    It has 12 megapixels, 4000 x 3000 stored and 3000 x 4000 upright, camera tags and GPS coordinates.
    """
    file = folder / NAME
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        stored = landscape().transpose(Image.Transpose.ROTATE_90)
        stored.save(partial, "JPEG", quality=QUALITY, exif=_exif())
        partial.replace(file)
    return file


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = SIDEWAYS
    exif[ExifTags.Base.Make] = "Darkroom"
    exif[ExifTags.Base.Model] = "Drawing Board 12"
    exif[ExifTags.Base.DateTime] = "2024:09:21 19:04:00"
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.DateTimeOriginal] = "2024:09:21 19:04:00"
    camera[ExifTags.Base.ExposureTime] = 1 / 125
    camera[ExifTags.Base.FNumber] = 2.8
    camera[ExifTags.Base.ISOSpeedRatings] = 100
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (46.0, 22.0, 12.0)
    gps[ExifTags.GPS.GPSLongitudeRef] = "E"
    gps[ExifTags.GPS.GPSLongitude] = (14.0, 6.0, 30.0)
    return exif
