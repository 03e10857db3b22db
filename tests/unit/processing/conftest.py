"""A stage whose forms may be used again, if the further files are charged."""

import pytest

from chalicelib.config.enums import FormReuse
from tests.unit.in_memory_app import InMemoryApp


@pytest.fixture
def charging(app: InMemoryApp) -> InMemoryApp:
    app.form_reuse = FormReuse.CHARGE
    return app
