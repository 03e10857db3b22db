"""Content moderation, by Amazon Rekognition."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chalicelib.aws.errors import translated
from chalicelib.models import ImageInfo, Label, Source

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_rekognition.type_defs import ImageTypeDef, ModerationLabelTypeDef, S3ObjectTypeDef

# What Rekognition reads from S3 by itself: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
_FORMATS = ("jpeg", "png")
_MAX_BYTES = 15 * 1024 * 1024
_SIDES = range(80, 10_000 + 1)


class RekognitionModerator:
    """Asks DetectModerationLabels: about the upload where Rekognition can read it, else about a preview."""

    def __init__(self, client: "RekognitionClient", bucket: str, *, min_confidence: int) -> None:
        self._client = client
        self._bucket = bucket
        self._min_confidence = min_confidence

    def labels(
        self, key: str, source: Source, info: ImageInfo, preview: Callable[[], bytes]
    ) -> Sequence[Label]:
        """Return the labels that Rekognition is sure enough of."""
        with translated("Asking for moderation labels"):
            if _is_readable(source, info):
                try:
                    return self._detect({"S3Object": self._stored(key, source)})
                except (
                    self._client.exceptions.ImageTooLargeException,
                    self._client.exceptions.InvalidImageFormatException,
                ):
                    pass  # There are kinds of JPEG and PNG that it does not read.
            return self._detect({"Bytes": preview()})

    def _detect(self, image: "ImageTypeDef") -> Sequence[Label]:
        response = self._client.detect_moderation_labels(Image=image, MinConfidence=self._min_confidence)
        return [_label(each) for each in response["ModerationLabels"]]

    def _stored(self, key: str, source: Source) -> "S3ObjectTypeDef":
        stored: S3ObjectTypeDef = {"Bucket": self._bucket, "Name": key}
        if source.version_id is not None:
            stored["Version"] = source.version_id
        return stored


def _is_readable(source: Source, info: ImageInfo) -> bool:
    sides_fit = info.width in _SIDES and info.height in _SIDES
    return info.format in _FORMATS and source.size <= _MAX_BYTES and sides_fit


def _label(label: "ModerationLabelTypeDef") -> Label:
    parent = label.get("ParentName")
    return Label(name=label["Name"], confidence=label["Confidence"], groups=(parent,) if parent else ())
