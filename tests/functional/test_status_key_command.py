"""`python -m ops status-key rotate` revokes all status URLs."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.bootstrap import darkroom
from ops.exit_codes import ExitCode
from ops.main import main
from tests.functional.conftest import App


@pytest.fixture(autouse=True)
def _new_environments(app: App) -> Iterator[None]:
    """Leave no cached secret behind."""
    assert app
    darkroom.cache_clear()
    yield
    darkroom.cache_clear()


def created(app: App) -> Any:
    return app.post("/images", {"filename": "cat.png"}).json_body


def status(app: App, document: Any) -> int:
    key = document["status_url"].partition("?key=")[2]
    return app.chalice.http.get(f"/status/{document['id']}?key={key}").status_code


def test_rotation_revokes_all_status_urls_and_new_ones_are_valid(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    before = [created(app), created(app)]
    assert [status(app, each) for each in before] == [200, 200]
    capsys.readouterr()
    assert main(["status-key", "rotate"], app.aws.environment) is ExitCode.OK
    printed = capsys.readouterr()
    assert (printed.out.startswith("Replaced the secret of status URLs."), printed.err) == (True, "")
    # Environments read the secret again after a minute; this one is new.
    darkroom.cache_clear()
    assert [status(app, each) for each in before] == [403, 403]
    assert status(app, created(app)) == 200


def test_the_secret_is_not_printed_and_ids_of_objects_stay(
    app: App, capsys: pytest.CaptureFixture[str], png: bytes
) -> None:
    key = "images/rotated/cat.png"
    app.deliver(app.put(key, png))
    image_id = app.id_of(key)
    main(["status-key", "rotate"], app.aws.environment)
    printed = capsys.readouterr().out
    assert darkroom().status_secret.read().hex() not in printed
    assert app.id_of(key) == image_id


def test_an_unreachable_table_is_an_error(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    environment = {**app.aws.environment, "IMAGES_TABLE": "nowhere"}
    assert main(["status-key", "rotate"], environment) is ExitCode.FAILED
    assert "Replacing the secret status-keys" in capsys.readouterr().err


def test_the_action_is_required(app: App) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["status-key"], app.aws.environment)
    assert caught.value.code == ExitCode.USAGE
