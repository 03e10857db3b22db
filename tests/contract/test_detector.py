"""Contract of Detector, and the requests that the adapter sends to Rekognition.

moto does not support DetectFaces, so these tests use botocore's Stubber, which checks requests and responses
against the service's API model.
"""

from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber

from chalicelib.aws.face_detection import RekognitionDetector
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Face
from chalicelib.ports import Detector
from tests.fakes import FakeDetector

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient

REQUEST = {"Image": {"Bytes": b"preview"}, "Attributes": ["DEFAULT"]}
FACES = [
    Face(left=0.6, top=0.1, width=0.2, height=0.25),
    Face(left=-0.05, top=0.4, width=0.1, height=0.15),
]


def detail(face: Face, confidence: float = 99.9) -> dict[str, Any]:
    """Return a face as in Rekognition's response, with all that DEFAULT includes."""
    box = {"Left": face.left, "Top": face.top, "Width": face.width, "Height": face.height}
    return {
        "BoundingBox": box,
        "Confidence": confidence,
        "Landmarks": [{"Type": "eyeLeft", "X": 0.65, "Y": 0.2}],
        "Pose": {"Roll": 1.5, "Yaw": -8.0, "Pitch": 3.25},
        "Quality": {"Brightness": 80.5, "Sharpness": 94.0},
    }


@pytest.fixture
def rekognition(rekognition_client: "RekognitionClient") -> RekognitionDetector:
    return RekognitionDetector(rekognition_client)


@pytest.fixture(params=["fake", "rekognition"])
def detector(request: pytest.FixtureRequest) -> Detector:
    if request.param == "fake":
        return FakeDetector(FACES)
    rekognition_stub: Stubber = request.getfixturevalue("rekognition_stub")
    rekognition_stub.add_response("detect_faces", {"FaceDetails": [detail(face) for face in FACES]}, REQUEST)
    adapter: RekognitionDetector = request.getfixturevalue("rekognition")
    return adapter


def test_faces_have_their_boxes(detector: Detector) -> None:
    assert detector.faces(b"preview") == FACES


def test_faces_that_rekognition_doubts_are_left_out(
    rekognition_stub: Stubber, rekognition: RekognitionDetector
) -> None:
    details = [detail(FACES[0], 89.9), detail(FACES[1], 90.0)]
    rekognition_stub.add_response("detect_faces", {"FaceDetails": details}, REQUEST)
    assert rekognition.faces(b"preview") == FACES[1:]


@pytest.mark.parametrize(
    "code",
    [
        "ImageTooLargeException",
        "InvalidImageFormatException",
        "InvalidParameterException",
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
    ],
)
def test_there_are_no_faces_if_rekognition_cannot_look_for_them(
    rekognition_stub: Stubber, rekognition: RekognitionDetector, code: str
) -> None:
    rekognition_stub.add_client_error("detect_faces", code)
    assert rekognition.faces(b"preview") == []


@pytest.mark.parametrize("code", ["InternalServerError", "AccessDeniedException"])
def test_an_error_of_rekognition_is_raised(
    rekognition_stub: Stubber, rekognition: RekognitionDetector, code: str
) -> None:
    rekognition_stub.add_client_error("detect_faces", code)
    with pytest.raises(ServiceUnavailable):
        rekognition.faces(b"preview")
