"""Emulates Rekognition's DetectModerationLabels, which moto lacks. The file name decides the result."""

import json

from moto.rekognition.responses import RekognitionResponse

SIGNAL = "refuse-me"
"""An image in the bucket with this text in its file name gets the label below; others get none."""

LABEL = {"Name": "Violence", "ParentName": "", "Confidence": 99.0}


def emulate_moderation() -> None:
    """Add DetectModerationLabels to moto."""

    def detect(request: RekognitionResponse) -> str:
        # an image that is sent as bytes has no name
        name: str = json.loads(request.body)["Image"].get("S3Object", {}).get("Name", "")
        return json.dumps({"ModerationLabels": [LABEL] if SIGNAL in name.rpartition("/")[2] else []})

    RekognitionResponse.detect_moderation_labels = detect  # type: ignore[attr-defined]  # moto lacks it
