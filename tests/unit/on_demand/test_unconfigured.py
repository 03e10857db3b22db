"""A deployment whose settings do not name the function that renders on demand."""

import pytest

from chalicelib.errors import ConfigurationError
from chalicelib.models import RenderingInput
from chalicelib.on_demand.unconfigured import UnconfiguredFunction


def test_the_missing_setting_is_named_once_something_has_to_be_rendered() -> None:
    request = RenderingInput(image_id="a", version="0123456789ab", file="w_640.webp")
    with pytest.raises(ConfigurationError, match="RENDER_FUNCTION is not set"):
        UnconfiguredFunction().invoke(request)
