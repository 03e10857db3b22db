"""The sample picture: what a phone would deliver, drawn here because a photograph belongs to somebody."""

from pathlib import Path

from PIL import ExifTags, Image

from local.sample.landscape import landscape

NAME = "sample.jpg"
QUALITY = 95
SIDEWAYS = 6
"""EXIF orientation: the sensor's rows run down the picture, so a viewer turns it clockwise."""


def sample(folder: Path) -> Path:
    """Return the path of the sample in `folder`, drawing it (about a second) unless it is there.

    12 megapixels: 4000 x 3000 stored, 3000 x 4000 upright; with a camera's tags and a place.
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
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (46.0, 22.0, 12.0)
    place[ExifTags.GPS.GPSLongitudeRef] = "E"
    place[ExifTags.GPS.GPSLongitude] = (14.0, 6.0, 30.0)
    return exif
