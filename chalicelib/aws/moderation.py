"""Moderate content with Amazon Rekognition."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chalicelib.aws.errors import translate_errors
from chalicelib.models import ImageInfo, Label, Source

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_rekognition.type_defs import ImageTypeDef, ModerationLabelTypeDef, S3ObjectTypeDef

# What Rekognition can read from S3: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
_FORMATS = ("jpeg", "png")
_MAX_BYTES = 15 * 1024 * 1024
_SIDES = range(80, 10_000 + 1)


class RekognitionModerator:
    """Detects moderation labels in the upload or, if Rekognition does not see all of it, in previews.

    `min_confidence` is in percent.
    """

    def __init__(self, client: "RekognitionClient", bucket: str, *, min_confidence: int) -> None:
        self._client = client
        self._bucket = bucket
        self._min_confidence = min_confidence

    def labels(
        self, key: str, source: Source, info: ImageInfo, previews: Callable[[], Sequence[bytes]]
    ) -> Sequence[Label]:
        """Return the labels with at least `min_confidence`."""
        with translate_errors("Detecting moderation labels"):
            if _is_readable(source, info):
                try:
                    return self._detect({"S3Object": self._stored(key, source)})
                except (
                    self._client.exceptions.ImageTooLargeException,
                    self._client.exceptions.InvalidImageFormatException,
                ):
                    pass  # Rekognition cannot read every JPEG and PNG.
            return [label for preview in previews() for label in self._detect({"Bytes": preview})]

    def _detect(self, image: "ImageTypeDef") -> Sequence[Label]:
        response = self._client.detect_moderation_labels(Image=image, MinConfidence=self._min_confidence)
        return [_label(each) for each in response["ModerationLabels"]]

    def _stored(self, key: str, source: Source) -> "S3ObjectTypeDef":
        stored: S3ObjectTypeDef = {"Bucket": self._bucket, "Name": key}
        if source.version_id is not None:
            stored["Version"] = source.version_id
        return stored


def _is_readable(source: Source, info: ImageInfo) -> bool:
    if info.has_alpha or info.frames > 1:
        return False  # Rekognition shows transparent pixels in one color, and one frame.
    sides_fit = info.width in _SIDES and info.height in _SIDES
    return info.format in _FORMATS and source.size <= _MAX_BYTES and sides_fit


def _label(label: "ModerationLabelTypeDef") -> Label:
    parent = label.get("ParentName")
    return Label(name=label["Name"], confidence=label["Confidence"], groups=(parent,) if parent else ())
