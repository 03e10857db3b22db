"""`ops erase` and `ops retention` with the adapters, on moto."""

import io
import uuid
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.bootstrap.access import Access
from chalicelib.bootstrap.application import Darkroom
from chalicelib.models import Status, UploadRequest
from ops.exit_codes import ExitCode
from ops.main import main
from tests.functional.conftest import App


@pytest.fixture
def owner() -> str:
    return f"owner-{uuid.uuid4().hex}"


@pytest.fixture
def darkroom(app: App, owner: str) -> Darkroom:
    """An application in which the owner has two forms, a counter and a stored response."""
    darkroom = Darkroom(app.aws.environment)
    for _ in range(2):
        darkroom.upload_forms.create(UploadRequest(filename="face.jpg", size=5), owner=owner)
    return darkroom


def run(app: App, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[ExitCode, str]:
    code = main(arguments, app.aws.environment)
    return ExitCode(code), " ".join(capsys.readouterr().out.split())


def test_all_images_are_queued_and_counters_are_deleted(
    app: App, darkroom: Darkroom, owner: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = run(app, capsys, "erase", owner, "--yes")
    assert (code, "Queued: 2 images." in printed, "deleted: 1." in printed) == (ExitCode.OK, True, True)
    (one, other) = (item.image for item in darkroom.owner_items.of(owner))
    assert one is not None
    assert other is not None
    assert (one.erasing, other.erasing, one.filename) == (True, True, "")
    _, again = run(app, capsys, "erase", owner, "--yes")
    assert "Queued: 0 images. In progress: 2." in again


def test_a_dry_run_changes_nothing(
    app: App, darkroom: Darkroom, owner: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = run(app, capsys, "erase", owner, "--dry-run")
    assert (code, "To erase: 2 images." in printed) == (ExitCode.OK, True)
    assert len(list(darkroom.owner_items.of(owner))) == 3


def test_nothing_is_erased_without_the_confirmation(
    app: App,
    darkroom: Darkroom,
    owner: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("somebody else\n"))
    assert run(app, capsys, "erase", owner) == (ExitCode.FAILED, "Nothing was erased.")
    assert len(list(darkroom.owner_items.of(owner))) == 3
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{owner}\n"))
    assert run(app, capsys, "erase", owner)[0] is ExitCode.OK


@pytest.mark.usefixtures("darkroom")
def test_tokens_and_the_retention_policy_stay_and_are_named(
    app: App, owner: str, capsys: pytest.CaptureFixture[str]
) -> None:
    token, _ = Access(app.aws.environment).registry.create(owner)
    run(app, capsys, "retention", owner, "90")
    _, printed = run(app, capsys, "erase", owner, "--yes")
    assert f"Kept: the API tokens {token.id}. To revoke one, run `ops token revoke ID`." in printed
    assert "Kept: the retention of 90 days." in printed


def test_a_retention_policy_gives_existing_images_due_dates(
    app: App, darkroom: Darkroom, owner: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (image, _) = (item.image for item in darkroom.owner_items.of(owner) if item.image is not None)
    failed = replace(darkroom.store.claim(image), status=Status.FAILED)
    assert darkroom.store.finalize(failed) is not None
    _, printed = run(app, capsys, "retention", owner, "30")
    assert "changed the due dates of 1." in printed
    found = darkroom.store.get(image.id)
    assert found is not None
    assert found.due_at == found.created_at + timedelta(days=30)
    _, again = run(app, capsys, "retention", owner, "30")
    assert "changed the due dates of 0." in again
    run(app, capsys, "retention", owner, "off")
    found = darkroom.store.get(image.id)
    assert found is not None
    assert (found.due_at, darkroom.retention_policies.days(owner)) == (None, None)
