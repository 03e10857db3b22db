"""The policy of a presigned form."""

import base64
import json

from chalicelib.aws.upload_bucket import S3SourceStorage
from chalicelib.models import UploadPolicy
from tests.contract.emulators import Emulator
from tests.fakes import FakeClock

KEY = "images/id/cat.jpg"
CHECKSUM = "A" * 43 + "="


def test_the_policy_allows_one_key_one_type_and_a_size_range(emulator: Emulator) -> None:
    storage = S3SourceStorage(emulator.clients.s3, emulator.upload_bucket, clock=FakeClock())
    policy = UploadPolicy(content_type="image/jpeg", max_bytes=1000, checksum_sha256=CHECKSUM)
    form = storage.presign_upload(KEY, policy, image_id="id", owner="me", expires_in=60)
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
