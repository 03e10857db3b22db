"""What an upload form allows, tested with servers that enforce upload policies as S3 does."""

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import requests

from chalicelib.aws.upload_bucket import S3SourceStorage
from chalicelib.models import UploadForm, UploadPolicy
from local.account import CREDENTIALS
from tests.contract.emulators import Emulator
from tests.contract.form_server import FormServer

CONTENT = b"the expected content"
CHECKSUM = base64.b64encode(hashlib.sha256(CONTENT).digest()).decode()
OTHER_CHECKSUM = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
UPLOAD_POLICY = UploadPolicy(content_type="image/jpeg", max_bytes=len(CONTENT))


def of_emulator(ministack: Emulator) -> FormServer:
    return FormServer(ministack.url, ministack.upload_bucket, CREDENTIALS, CREDENTIALS)


@dataclass(frozen=True)
class Sender:
    """Creates forms, sends them unchanged or modified, and checks what was stored."""

    server: FormServer
    key: str

    def form(
        self, policy: UploadPolicy = UPLOAD_POLICY, *, expires_in: int = 600, signed_by: str | None = None
    ) -> UploadForm:
        client = self.server.signer(signed_by) if signed_by else self.server.client
        storage = S3SourceStorage(client, self.server.bucket, clock=lambda: datetime.now(UTC))
        expires_at = datetime.now(UTC) + timedelta(seconds=expires_in)
        return storage.presign_upload(self.key, policy, image_id="id", owner="me", expires_at=expires_at)

    def send(
        self,
        form: UploadForm,
        content: bytes = CONTENT,
        changed: Mapping[str, str] | None = None,
        without: str = "",
    ) -> requests.Response:
        fields = {
            name: value for name, value in {**form.fields, **(changed or {})}.items() if name != without
        }
        return requests.post(form.url, data=fields, files={"file": content}, timeout=30)

    def stored(self) -> list[int]:
        """Return the sizes of all versions under the keys that a test can write to."""
        prefix = self.key.rpartition("/")[0]
        versions = self.server.client.list_object_versions(Bucket=self.server.bucket, Prefix=prefix)
        return [version["Size"] for version in versions.get("Versions", ())]

    def is_refused(self, response: requests.Response) -> bool:
        return 400 <= response.status_code < 500 and self.stored() == []


def a_key() -> str:
    return f"images/{uuid.uuid4().hex}/späße +1.jpg"


@pytest.fixture(params=["seaweed", "ministack"])
def sender(request: pytest.FixtureRequest) -> Sender:
    server: FormServer | Emulator = request.getfixturevalue(request.param)
    return Sender(server if isinstance(server, FormServer) else of_emulator(server), a_key())


def test_the_form_is_accepted_with_the_requested_status(sender: Sender) -> None:
    response = sender.send(sender.form())
    assert response.status_code == 201
    stored = sender.server.client.get_object(Bucket=sender.server.bucket, Key=sender.key)
    assert stored["Body"].read() == CONTENT
    assert stored["ContentType"] == "image/jpeg"
    assert stored["Metadata"] == {"image-id": "id", "owner": "me"}


def test_a_form_for_files_of_an_unknown_type_fixes_that_type(sender: Sender) -> None:
    form = sender.form(UploadPolicy(content_type="application/octet-stream", max_bytes=len(CONTENT)))
    assert sender.is_refused(sender.send(form, changed={"Content-Type": "image/jpeg"}))
    assert sender.is_refused(sender.send(form, without="Content-Type"))
    assert sender.send(form).status_code == 201
    stored = sender.server.client.get_object(Bucket=sender.server.bucket, Key=sender.key)
    assert stored["ContentType"] == "application/octet-stream"


def test_fewer_bytes_than_the_limit_are_accepted(sender: Sender) -> None:
    assert sender.send(sender.form(), CONTENT[:1]).status_code == 201


def test_sending_the_form_again_creates_a_new_version(sender: Sender) -> None:
    form = sender.form()
    assert sender.send(form).status_code == sender.send(form, b"two").status_code == 201
    assert sorted(sender.stored()) == [3, len(CONTENT)]


def test_the_right_checksum_is_accepted(sender: Sender) -> None:
    policy = UploadPolicy(content_type="image/jpeg", max_bytes=99, checksum_sha256=CHECKSUM)
    assert sender.send(sender.form(policy)).status_code == 201


def test_content_with_another_checksum_is_refused(seaweed: FormServer) -> None:
    # MiniStack does not compare the content with the checksum.
    sender = Sender(seaweed, a_key())
    policy = UploadPolicy(content_type="image/jpeg", max_bytes=99, checksum_sha256=CHECKSUM)
    assert sender.is_refused(sender.send(sender.form(policy), b"other"))


def test_the_checksum_cannot_be_replaced(sender: Sender) -> None:
    policy = UploadPolicy(content_type="image/jpeg", max_bytes=99, checksum_sha256=CHECKSUM)
    changed = {"x-amz-checksum-sha256": OTHER_CHECKSUM}
    assert sender.is_refused(sender.send(sender.form(policy), b"other", changed))


@pytest.mark.parametrize("content", [CONTENT + b"!", b""], ids=["too many", "none"])
def test_a_size_out_of_range_is_refused(sender: Sender, content: bytes) -> None:
    assert sender.is_refused(sender.send(sender.form(), content))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "images/other.jpg"),
        ("Content-Type", "text/html"),
        ("success_action_status", "200"),
        ("x-amz-meta-owner", "somebody"),
        ("x-amz-meta-image-id", "another"),
        ("x-amz-signature", "0" * 64),
        ("x-amz-meta-more", "not in the policy"),
    ],
)
def test_a_changed_or_added_field_is_refused(sender: Sender, field: str, value: str) -> None:
    value = value.replace("images", sender.key.rpartition("/")[0])
    assert sender.is_refused(sender.send(sender.form(), changed={field: value}))


@pytest.mark.parametrize(
    "field", ["policy", "x-amz-signature", "x-amz-credential", "Content-Type", "x-amz-meta-owner", "key"]
)
def test_a_missing_field_is_refused(sender: Sender, field: str) -> None:
    assert sender.is_refused(sender.send(sender.form(), without=field))


def test_a_modified_policy_is_refused(sender: Sender) -> None:
    form = sender.form()
    policy = json.loads(base64.b64decode(form.fields["policy"]))
    policy["conditions"] = [
        ["content-length-range", 1, 10**9] if "content-length-range" in condition else condition
        for condition in policy["conditions"]
    ]
    modified = base64.b64encode(json.dumps(policy).encode()).decode()
    assert sender.is_refused(sender.send(form, CONTENT + b"!", {"policy": modified}))


def test_an_expired_form_is_refused(sender: Sender) -> None:
    assert sender.is_refused(sender.send(sender.form(expires_in=-1)))


def test_a_form_that_is_signed_again_is_another_form_for_the_same_object(sender: Sender) -> None:
    forms = [sender.form(expires_in=expires_in) for expires_in in (600, 599)]
    assert forms[0].fields["policy"] != forms[1].fields["policy"]
    assert [sender.send(form).status_code for form in forms] == [201, 201]
    assert sender.stored() == [len(CONTENT)] * 2


def test_a_form_signed_with_another_secret_is_refused(sender: Sender) -> None:
    assert sender.is_refused(sender.send(sender.form(signed_by="another secret")))


def test_a_form_cannot_make_the_object_public(ministack: Emulator) -> None:
    # S3 refuses every field without a condition, but SeaweedFS accepts this one.
    sender = Sender(of_emulator(ministack), a_key())
    assert sender.is_refused(sender.send(sender.form(), changed={"acl": "public-read"}))
