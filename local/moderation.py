"""Amazon Rekognition on this machine, as far as moto lacks it: a file's name says what is found in it."""

import json

from moto.rekognition.responses import RekognitionResponse

SIGNAL = "refuse-me"
"""A picture in the bucket with this in its name has the label below; all others have none."""

LABEL = {"Name": "Violence", "ParentName": "", "Confidence": 99.0}


def find_labels() -> None:
    """Let moto answer DetectModerationLabels."""

    def detect(request: RekognitionResponse) -> str:
        # without a name for what is shown to it as bytes
        name: str = json.loads(request.body)["Image"].get("S3Object", {}).get("Name", "")
        return json.dumps({"ModerationLabels": [LABEL] if SIGNAL in name.rpartition("/")[2] else []})

    RekognitionResponse.detect_moderation_labels = detect  # type: ignore[attr-defined]  # moto has none
