"""Contract of Moderator, and the requests that the adapter sends to Rekognition.

moto does not support DetectModerationLabels, so these tests use botocore's Stubber, which checks requests and
responses against the service's API model.
"""

from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber
from msgspec.structs import replace

from chalicelib.aws.moderation import RekognitionModerator
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import ImageInfo, Label, Source
from chalicelib.ports import Moderator
from tests.fakes import FakeModerator

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient

KEY, SOURCE = "images/cat.jpg", Source(etag="e", version_id="v", size=1000)
INFO = ImageInfo(format="jpeg", content_type="image/jpeg", width=800, height=600)
STORED = {"S3Object": {"Bucket": "uploads", "Name": KEY, "Version": "v"}}
PREVIEW = {"Bytes": b"preview"}
FOUND = [
    {"Name": "Explicit Nudity", "ParentName": "", "Confidence": 91.5},
    {"Name": "Exposed Buttocks", "ParentName": "Explicit Nudity", "Confidence": 91.5},
]
LABELS = [
    Label(name="Explicit Nudity", confidence=91.5),
    Label(name="Exposed Buttocks", confidence=91.5, groups=("Explicit Nudity",)),
]


def expect(rekognition_stub: Stubber, image: dict[str, Any]) -> None:
    rekognition_stub.add_response(
        "detect_moderation_labels", {"ModerationLabels": FOUND}, {"Image": image, "MinConfidence": 80}
    )


@pytest.fixture
def rekognition(rekognition_client: "RekognitionClient") -> RekognitionModerator:
    return RekognitionModerator(rekognition_client, "uploads", min_confidence=80)


@pytest.fixture(params=["fake", "rekognition"])
def moderator(request: pytest.FixtureRequest) -> Moderator:
    if request.param == "fake":
        return FakeModerator(LABELS)
    expect(request.getfixturevalue("rekognition_stub"), STORED)
    adapter: RekognitionModerator = request.getfixturevalue("rekognition")
    return adapter


def previews() -> list[bytes]:
    return [b"preview"]


def unexpected_previews() -> list[bytes]:
    raise AssertionError("unexpected preview")


def test_labels_have_their_groups(moderator: Moderator) -> None:
    assert moderator.labels(KEY, SOURCE, INFO, previews) == LABELS


def test_an_upload_that_rekognition_can_read_needs_no_preview(
    rekognition_stub: Stubber, rekognition: RekognitionModerator
) -> None:
    expect(rekognition_stub, STORED)
    rekognition.labels(KEY, SOURCE, INFO, unexpected_previews)


def test_without_a_version_id_the_newest_version_is_moderated(
    rekognition_stub: Stubber, rekognition: RekognitionModerator
) -> None:
    expect(rekognition_stub, {"S3Object": {"Bucket": "uploads", "Name": KEY}})
    rekognition.labels(KEY, replace(SOURCE, version_id=None), INFO, unexpected_previews)


@pytest.mark.parametrize(
    ("source", "info"),
    [
        (SOURCE, replace(INFO, format="webp")),
        (replace(SOURCE, size=15 * 1024 * 1024 + 1), INFO),
        (SOURCE, replace(INFO, width=79)),
        (SOURCE, replace(INFO, height=10_001)),
        (SOURCE, replace(INFO, format="png", has_alpha=True)),
        (SOURCE, replace(INFO, format="png", frames=2)),
    ],
)
def test_an_upload_that_rekognition_cannot_read_is_sent_as_a_preview(
    rekognition_stub: Stubber, rekognition: RekognitionModerator, source: Source, info: ImageInfo
) -> None:
    expect(rekognition_stub, PREVIEW)
    assert rekognition.labels(KEY, source, info, previews) == LABELS


def test_every_preview_is_moderated(rekognition_stub: Stubber, rekognition: RekognitionModerator) -> None:
    names = ["one", "two", "three"]
    for name in names:
        rekognition_stub.add_response(
            "detect_moderation_labels",
            {"ModerationLabels": [{"Name": name, "ParentName": "", "Confidence": 90.0}]},
            {"Image": {"Bytes": name.encode()}, "MinConfidence": 80},
        )
    found = rekognition.labels(
        KEY, SOURCE, replace(INFO, frames=9), lambda: [name.encode() for name in names]
    )
    assert [label.name for label in found] == names


@pytest.mark.parametrize("code", ["InvalidImageFormatException", "ImageTooLargeException"])
def test_an_upload_that_rekognition_refuses_is_sent_as_a_preview(
    rekognition_stub: Stubber, rekognition: RekognitionModerator, code: str
) -> None:
    rekognition_stub.add_client_error("detect_moderation_labels", code)
    expect(rekognition_stub, PREVIEW)
    assert rekognition.labels(KEY, SOURCE, INFO, previews) == LABELS


@pytest.mark.parametrize("code", ["ThrottlingException", "AccessDeniedException", "InvalidS3ObjectException"])
def test_an_error_of_rekognition_is_raised(
    rekognition_stub: Stubber, rekognition: RekognitionModerator, code: str
) -> None:
    rekognition_stub.add_client_error("detect_moderation_labels", code)
    with pytest.raises(ServiceUnavailable):
        rekognition.labels(KEY, SOURCE, INFO, previews)
