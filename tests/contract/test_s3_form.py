"""The policy of a presigned form."""

import base64
import json
from datetime import timedelta

import botocore.signers
import pytest

from chalicelib.aws.upload_bucket import S3SourceStorage
from chalicelib.models import UploadPolicy
from tests.contract.emulators import Emulator
from tests.fakes import START, FakeClock

KEY = "images/id/cat.jpg"
CHECKSUM = "A" * 43 + "="


@pytest.mark.parametrize("seconds_later", [0, 59.9, 3600])
def test_a_form_that_is_signed_again_expires_at_the_same_time(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch, seconds_later: float
) -> None:
    clock = FakeClock()
    storage = S3SourceStorage(emulator.clients.s3, emulator.upload_bucket, clock=clock)
    expires_at = START + timedelta(seconds=60.5)
    clock.advance(timedelta(seconds=seconds_later))
    # botocore reads the clock after the adapter.
    monkeypatch.setattr(botocore.signers, "get_current_datetime", lambda: clock() + timedelta(seconds=0.9))
    policy = UploadPolicy(content_type="image/jpeg", max_bytes=1000)
    form = storage.presign_upload(KEY, policy, image_id="id", owner="me", expires_at=expires_at)
    assert json.loads(base64.b64decode(form.fields["policy"]))["expiration"] == "2026-01-01T12:01:00Z"
    assert form.expires_at == expires_at


def test_the_policy_allows_one_key_one_type_and_a_size_range(emulator: Emulator) -> None:
    storage = S3SourceStorage(emulator.clients.s3, emulator.upload_bucket, clock=FakeClock())
    policy = UploadPolicy(content_type="image/jpeg", max_bytes=1000, checksum_sha256=CHECKSUM)
    form = storage.presign_upload(KEY, policy, image_id="id", owner="me", expires_at=START)
    conditions = json.loads(base64.b64decode(form.fields["policy"]))["conditions"]
    assert ["content-length-range", 1, 1000] in conditions
    for expected in (
        {"bucket": emulator.upload_bucket},
        {"key": KEY},
        {"Content-Type": "image/jpeg"},
        {"success_action_status": "201"},
        {"x-amz-meta-image-id": "id"},
        {"x-amz-meta-owner": "me"},
        {"x-amz-checksum-algorithm": "SHA256"},
        {"x-amz-checksum-sha256": CHECKSUM},
    ):
        assert expected in conditions
    assert not [condition for condition in conditions if "starts-with" in condition]
