"""Errors of GetObject about single objects, which never become readable by trying again."""

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.aws.upload_bucket import S3SourceStorage
from chalicelib.errors import ObjectNotFound, ServiceUnavailable, SourceUnreadable
from chalicelib.models import Source
from local.account import CREDENTIALS, REGION
from tests.fakes import FakeClock

LISTED = {"Contents": [{"Key": "images/cat.jpg", "ETag": '"e1"', "Size": 5}]}
# The messages are from reports by users of S3.
NOT_ALLOWED = (
    "User: arn:aws:sts::123456789012:assumed-role/darkroom/f is not authorized to perform: kms:Decrypt on the"
    " resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action"
)
NO_SUCH_KEY = (
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or"
    " you are not allowed to access."
)
CUSTOMER_KEY = (
    "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to"
    " retrieve the object."
)


@pytest.fixture
def stubbed() -> tuple[S3SourceStorage, Stubber]:
    client = boto3.client("s3", REGION, aws_access_key_id=CREDENTIALS, aws_secret_access_key=CREDENTIALS)
    return S3SourceStorage(client, "uploads", clock=FakeClock()), Stubber(client)


@pytest.mark.parametrize(
    ("code", "message", "advice"),
    [
        ("InvalidObjectState", "The operation is not valid for the object's storage class", "restore it"),
        ("KMS.DisabledException", "arn:aws:kms:... is disabled.", "make the key usable again"),
        ("KMS.KMSInvalidStateException", "... is pending deletion.", "make the key usable again"),
        ("KMS.NotFoundException", "Invalid keyId", "make the key usable again"),
        ("AccessDenied", NOT_ALLOWED, "make the key usable again"),
        ("AccessDenied", NO_SUCH_KEY, "make the key usable again"),
        ("InvalidRequest", CUSTOMER_KEY, "upload it without such a key"),
    ],
)
def test_an_object_that_stays_unreadable_is_opened_but_cannot_be_read(
    stubbed: tuple[S3SourceStorage, Stubber], code: str, message: str, advice: str
) -> None:
    storage, stubber = stubbed
    stubber.add_client_error("get_object", code, message)
    stubber.add_response("list_objects_v2", LISTED)
    with stubber:
        opened = storage.open("images/cat.jpg")
    assert opened.source == Source(etag="e1", size=5)
    with pytest.raises(SourceUnreadable, match=advice):
        opened.read()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        # If the role lacks s3:GetObject, all objects fail like this. A retry helps once the role is fixed.
        ("AccessDenied", "Access Denied"),
        ("AccessDenied", "User: ... is not authorized to perform: s3:GetObject on resource: ..."),
        ("InvalidRequest", "Missing required header for this request: x-amz-content-sha256"),
        ("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
        ("KMS.ThrottlingException", "You have exceeded the rate at which you may call KMS."),
        ("SlowDown", "Please reduce your request rate."),
    ],
)
def test_other_errors_are_retried(stubbed: tuple[S3SourceStorage, Stubber], code: str, message: str) -> None:
    storage, stubber = stubbed
    stubber.add_client_error("get_object", code, message)
    with stubber, pytest.raises(ServiceUnavailable, match=code):
        storage.open("images/cat.jpg")


def test_a_given_version_that_is_unreadable_needs_no_listing(
    stubbed: tuple[S3SourceStorage, Stubber],
) -> None:
    storage, stubber = stubbed
    source = Source(etag="e2", version_id="v2", size=7)
    stubber.add_client_error("get_object", "KMS.DisabledException", "disabled")
    with stubber:
        assert storage.open_version("images/cat.jpg", source).source == source


def test_an_unreadable_object_that_is_deleted_at_once_is_not_found(
    stubbed: tuple[S3SourceStorage, Stubber],
) -> None:
    storage, stubber = stubbed
    stubber.add_client_error("get_object", "InvalidObjectState", "archived")
    stubber.add_response(
        "list_objects_v2", {"Contents": [{"Key": "images/cat.jpg.old", "ETag": '"e"', "Size": 1}]}
    )
    with stubber, pytest.raises(ObjectNotFound):
        storage.open("images/cat.jpg")


@pytest.fixture
def without_listing() -> tuple[S3SourceStorage, Stubber]:
    client = boto3.client("s3", REGION, aws_access_key_id=CREDENTIALS, aws_secret_access_key=CREDENTIALS)
    return S3SourceStorage(client, "uploads", clock=FakeClock(), may_list=False), Stubber(client)


def test_a_denied_object_does_not_exist_for_a_role_that_may_not_list_the_bucket(
    without_listing: tuple[S3SourceStorage, Stubber],
) -> None:
    storage, stubber = without_listing
    stubber.add_client_error("get_object", "AccessDenied", "Access Denied", 403)
    with stubber, pytest.raises(ObjectNotFound):
        storage.open_version("images/cat.jpg", Source(etag="e1", version_id="v1"))


def test_a_role_that_may_not_list_the_bucket_opens_an_unreadable_object_without_a_version(
    without_listing: tuple[S3SourceStorage, Stubber],
) -> None:
    storage, stubber = without_listing
    source = Source(etag="e1", size=7)
    stubber.add_client_error("get_object", "InvalidObjectState", "archived")
    with stubber:
        assert storage.open_version("images/cat.jpg", source).source == source
