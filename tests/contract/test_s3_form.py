"""What the policy of a presigned form says, as S3 would read it."""

import base64
import json

from chalicelib.aws.sources import S3SourceStorage
from tests.conftest import Aws
from tests.fakes import FakeClock

KEY = "images/id/cat.jpg"


def test_the_policy_allows_one_key_one_type_and_a_size_range(aws: Aws) -> None:
    storage = S3SourceStorage(aws.clients.s3, aws.resources.upload_bucket, clock=FakeClock())
    form = storage.presign_upload(
        KEY, content_type="image/jpeg", max_bytes=1000, metadata={"image-id": "id"}, expires_in=60
    )
    conditions = json.loads(base64.b64decode(form.fields["policy"]))["conditions"]
    assert ["content-length-range", 1, 1000] in conditions
    for expected in (
        {"bucket": aws.resources.upload_bucket},
        {"key": KEY},
        {"Content-Type": "image/jpeg"},
        {"success_action_status": "201"},
        {"x-amz-meta-image-id": "id"},
    ):
        assert expected in conditions
    assert not [condition for condition in conditions if "starts-with" in condition]
