"""Emulates Rekognition's DetectFaces, which moto lacks. Every image has the same face."""

import json
from collections.abc import Mapping
from typing import Any

from moto.rekognition.responses import RekognitionResponse

FACE: Mapping[str, Any] = {
    "BoundingBox": {"Left": 0.65, "Top": 0.1, "Width": 0.2, "Height": 0.2},
    "Confidence": 99.0,
    "Landmarks": [],
    "Pose": {"Roll": 0.0, "Yaw": 0.0, "Pitch": 0.0},
    "Quality": {"Brightness": 80.0, "Sharpness": 80.0},
}
"""The face at the top right of each image."""


def emulate_face_detection() -> None:
    """Add DetectFaces to moto."""

    def detect(_request: RekognitionResponse) -> str:
        return json.dumps({"FaceDetails": [FACE], "OrientationCorrection": "ROTATE_0"})

    RekognitionResponse.detect_faces = detect  # type: ignore[attr-defined]  # moto lacks it
