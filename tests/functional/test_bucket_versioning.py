"""A processed bucket that lost its versioning is a configuration error."""

from collections.abc import Iterator

import pytest

from chalicelib.bootstrap import darkroom
from chalicelib.errors import ConfigurationError
from tests.conftest import PREFIX
from tests.functional.conftest import App


@pytest.fixture
def _suspended(app: App) -> Iterator[None]:
    darkroom.cache_clear()
    _set(app, "Suspended")
    yield
    _set(app, "Enabled")


def _set(app: App, status: str) -> None:
    app.aws.clients.s3.put_bucket_versioning(
        Bucket=app.aws.resources.dest_bucket,
        VersioningConfiguration={"Status": status},  # type: ignore[typeddict-item]  # one of its two values
    )


@pytest.mark.usefixtures("_suspended")
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/healthz"), ("POST", "/images/unknown/reprocess"), ("DELETE", "/images/unknown")],
)
def test_requests_report_it_until_the_bucket_is_versioned_again(app: App, method: str, path: str) -> None:
    for _ in range(2):
        assert app.call(method, path).json_body["code"] == "configuration_error"
    _set(app, "Enabled")
    for _ in range(2):
        assert app.call(method, path).status_code in {200, 404}


@pytest.mark.usefixtures("_suspended")
def test_no_image_becomes_ready(app: App, png: bytes) -> None:
    key = f"{PREFIX}unversioned.png"
    event = app.put(key, png)
    with pytest.raises(ConfigurationError, match="put-bucket-versioning"):
        app.deliver(event)
    assert app.get(f"/images?key={key}").json_body["images"][0]["status"] == "processing"
    _set(app, "Enabled")
    app.deliver(event)
    assert app.get(f"/images?key={key}").json_body["images"][0]["status"] == "ready"
