"""Detect faces with Amazon Rekognition."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.aws.errors import translate_errors
from chalicelib.models import Face

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_rekognition.type_defs import FaceDetailTypeDef

# In percent. Below it, Rekognition is mostly wrong about what it calls a face.
_MIN_CONFIDENCE = 90


class RekognitionDetector:
    """Asks Rekognition for the boxes around faces, and for no attributes such as age or emotions.

    The operation stores no data: https://docs.aws.amazon.com/rekognition/latest/dg/storage-operations.html
    """

    def __init__(self, client: "RekognitionClient") -> None:
        self._client = client

    def faces(self, image: bytes) -> Sequence[Face]:
        """Return the faces, none if Rekognition cannot read the image or its quota is used up."""
        errors = self._client.exceptions
        with translate_errors("Detecting faces"):
            try:
                response = self._client.detect_faces(Image={"Bytes": image}, Attributes=["DEFAULT"])
            except (
                errors.ImageTooLargeException,
                errors.InvalidImageFormatException,
                errors.InvalidParameterException,
                errors.ProvisionedThroughputExceededException,
                errors.ThrottlingException,
            ):
                return []
        return [_face(each) for each in response["FaceDetails"] if each["Confidence"] >= _MIN_CONFIDENCE]


def _face(detail: "FaceDetailTypeDef") -> Face:
    box = detail["BoundingBox"]
    return Face(left=box["Left"], top=box["Top"], width=box["Width"], height=box["Height"])
