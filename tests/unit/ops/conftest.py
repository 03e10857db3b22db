"""The app's template, which takes a second to build."""

from typing import Any

import pytest

from local.process import ROOT
from ops.templates.app import app_template


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    return app_template(ROOT, "1.2.3")
