"""`ops destroy` deletes a stage in the opposite order, and images only if that is requested."""

from io import StringIO

import pytest
from rich.console import Console

from ops.deployment.steps import StepFailed
from ops.destroy import destroy as run
from ops.exit_codes import ExitCode
from ops.printing import Printer
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import deployed, destroy, removal
from tests.fakes.account.consistency import outputs, variables
from tests.fakes.account.s3 import FakeBucket

ALL = (
    *("--cdn", "--events", "--workflow", "stepfunctions", "--moderation", "rekognition"),
    *("--face-detection", "rekognition"),
)
KEY = "images/1/cat.jpg"


def everything(account: FakeAccount) -> list[str]:
    """Return all resources that are left in the account."""
    resources = account.resources
    found = (resources.s3.buckets, resources.functions.functions, resources.events.rules)
    others = (resources.tables.tables, resources.queues.queues, resources.roles, resources.policies)
    return sorted(name for each in (*found, *others, account.cloudformation.stacks) for name in each)


def upload(account: FakeAccount) -> str:
    """Store an image in the upload bucket; return the bucket."""
    bucket = variables(account)["UPLOAD_BUCKET"]
    account.resources.s3.put_object(Bucket=bucket, Key=KEY, Body=b"cat")
    return bucket


def printed(account: FakeAccount) -> tuple[ExitCode, str]:
    out = StringIO()
    printer = Printer(Console(file=out, width=1000), Console(file=StringIO()))
    return run(removal(account, delete_data=True), printer), out.getvalue()


def test_nothing_is_left(account: FakeAccount) -> None:
    deployed(account, *ALL)
    upload(account)
    assert destroy(account, delete_data=True).code is ExitCode.OK
    assert everything(account) == []


def test_what_others_use_is_deleted_after_them(account: FakeAccount) -> None:
    deployed(account, *ALL)
    done = len(account.operations.log)
    destroy(account)
    assert [name.removeprefix("darkroom-prod") for name, _ in account.operations.log[done:]] == [
        *("", "-app", "-operations", "-workflow", "-moderation", "-faces", "-access", "-cdn", "-events"),
        *("", "-artifacts"),
    ]
    assert {status for _, status in account.operations.log[done + 1 :]} == {"DELETE_COMPLETE"}


def test_images_are_not_deleted_unless_that_is_requested(account: FakeAccount) -> None:
    deployed(account)
    bucket, before = upload(account), everything(account)
    outcome = destroy(account)
    assert outcome.code is ExitCode.FAILED
    assert f"These buckets are not empty: {bucket}\n" in outcome.text
    assert "with --delete-data" in outcome.text
    assert everything(account) == before


def test_old_versions_are_images_too(account: FakeAccount) -> None:
    deployed(account)
    bucket = upload(account)
    account.resources.s3.delete_object(Bucket=bucket, Key=KEY)
    assert f"These buckets are not empty: {bucket}\n" in destroy(account).text


def test_an_image_that_is_uploaded_during_the_removal_is_not_deleted(account: FakeAccount) -> None:
    deployed(account)
    bucket = variables(account)["UPLOAD_BUCKET"]
    assert destroy(account, stop=5).code is ExitCode.OK
    account.resources.s3.put_object(Bucket=bucket, Key=KEY, Body=b"cat")
    (data,) = (step for step in removal(account).plan() if step.title == "Data of darkroom-prod")
    with pytest.raises(StepFailed, match=f"{bucket} is not empty: an object was stored in the meantime"):
        data.action(lambda _: None)
    assert account.resources.s3.objects(bucket).keys() == {KEY}


def test_keys_that_xml_cannot_name_are_deleted(account: FakeAccount) -> None:
    deployed(account)
    bucket = upload(account)
    for key in ("images/\x01", "images/\x1f\r", "images/a b\t\n&<é", "images/\ufffe"):
        account.resources.s3.put_object(Bucket=bucket, Key=key, Body=b"")
    assert destroy(account, delete_data=True).code is ExitCode.OK
    assert everything(account) == []


def test_resources_that_are_gone_are_skipped(account: FakeAccount) -> None:
    deployed(account, "--events")
    resources = account.resources
    resources.s3.delete_bucket(Bucket=variables(account)["UPLOAD_BUCKET"])
    resources.tables.tables.clear()
    resources.queues.queues.clear()
    assert destroy(account).code is ExitCode.OK


def test_a_table_that_is_being_deleted_is_skipped(account: FakeAccount) -> None:
    deployed(account)
    account.resources.tables.deleting = set(account.resources.tables.tables)
    assert destroy(account).code is ExitCode.OK


def test_the_remains_of_a_failed_creation_are_deleted(account: FakeAccount) -> None:
    account.operations.failures["darkroom-prod", "ImagesTable"] = "no"
    account.operations.stuck.add("darkroom-prod")
    with pytest.raises(AssertionError):
        deployed(account)
    account.operations.failures.clear()
    account.operations.stuck.clear()
    assert destroy(account).code is ExitCode.OK
    assert everything(account) == []


def test_a_stack_that_cannot_be_deleted_stops_the_removal_and_is_tried_again(account: FakeAccount) -> None:
    deployed(account)
    account.operations.failures["darkroom-prod-access", "SweepRole deletion"] = "it has another policy"
    outcome = destroy(account)
    assert "darkroom-prod-access ended as DELETE_FAILED: SweepRole: it has another policy" in outcome.text
    assert len(account.resources.tables.tables) == 2
    account.operations.failures.clear()
    assert destroy(account).code is ExitCode.OK
    assert everything(account) == []


def test_what_is_kept_is_printed(account: FakeAccount) -> None:
    account.resources.s3.buckets |= {"mine": FakeBucket(), "variants": FakeBucket()}
    deployed(account, "--upload-bucket", "mine", "--dest-bucket", "variants")
    assert printed(account) == (
        ExitCode.OK,
        "Deleted stage prod. Kept with all objects: mine, variants.\n",
    )
    assert everything(account) == ["mine", "variants"]


def test_a_stage_with_buckets_of_its_own_keeps_nothing(account: FakeAccount) -> None:
    deployed(account)
    assert printed(account) == (ExitCode.OK, "Deleted stage prod.\n")


def test_a_stage_that_does_not_exist_is_not_reported_as_deleted(account: FakeAccount) -> None:
    deployed(account)
    outcome = destroy(account, stage="prdo")
    assert outcome.code is ExitCode.FAILED
    assert "There is no stage 'prdo' in account 123456789012, eu-central-1" in outcome.text


def test_other_stages_stay(account: FakeAccount) -> None:
    deployed(account)
    before = everything(account)
    deployed(account, stage="dev")
    assert destroy(account, stage="dev").code is ExitCode.OK
    assert everything(account) == before


def test_events_are_stopped_before_their_function_is_deleted(account: FakeAccount) -> None:
    deployed(account)
    bucket = account.resources.s3.buckets[outputs(account, "storage")["UploadBucket"]]
    assert destroy(account, stop=3).code is ExitCode.OK
    assert bucket.notification == {}
    assert "darkroom-prod-process_upload" in account.resources.functions.functions
