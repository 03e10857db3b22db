"""Emulates the operations of Rekognition that moto lacks."""

import json
from collections.abc import Mapping
from typing import Any

from moto.rekognition.responses import RekognitionResponse
from moto.s3.models import s3_backends

FACE: Mapping[str, Any] = {
    "BoundingBox": {"Left": 0.65, "Top": 0.1, "Width": 0.2, "Height": 0.2},
    "Confidence": 99.0,
    "Landmarks": [],
    "Pose": {"Roll": 0.0, "Yaw": 0.0, "Pitch": 0.0},
    "Quality": {"Brightness": 80.0, "Sharpness": 80.0},
}
"""The face at the top right of each image."""

SIGNAL = b"refuse-me"
"""An image in the bucket that contains these bytes gets the label below; others get none."""

LABEL = {"Name": "Violence", "ParentName": "", "Confidence": 99.0}


def emulate_rekognition() -> None:
    """Add DetectFaces and DetectModerationLabels to moto."""
    RekognitionResponse.detect_faces = _detect_faces  # type: ignore[attr-defined]  # moto lacks it
    RekognitionResponse.detect_moderation_labels = _detect_labels  # type: ignore[attr-defined]  # as above


def _detect_faces(_: RekognitionResponse) -> str:
    return json.dumps({"FaceDetails": [FACE], "OrientationCorrection": "ROTATE_0"})


def _detect_labels(request: RekognitionResponse) -> str:
    image: Mapping[str, Any] = json.loads(request.body)["Image"]
    refused = "S3Object" in image and SIGNAL in _content(request, image["S3Object"])
    return json.dumps({"ModerationLabels": [LABEL] if refused else []})


def _content(request: RekognitionResponse, stored: Mapping[str, str]) -> bytes:
    buckets = s3_backends[request.current_account]["aws"]
    found = buckets.get_object(stored["Bucket"], stored["Name"], stored.get("Version"))
    return found.value if found else b""
