"""Without public variants, URLs of variants on demand need a token or a signature."""

import pytest

from tests.functional.conftest import App
from tests.functional.on_demand import is_refused, running


def test_unless_variants_are_public_no_address_leads_anywhere(
    app: App, monkeypatch: pytest.MonkeyPatch, png: bytes
) -> None:
    with running(app, monkeypatch) as private:
        image_id = private.upload(png)
        version = private.version(image_id)
        for path in (
            f"/i/{image_id}/w_640",
            f"/i/{image_id}/{version}/w_640",
            f"/d/{image_id}/{version}/w_640.webp",
        ):
            assert is_refused(private, path) == (404, "image_not_found")
