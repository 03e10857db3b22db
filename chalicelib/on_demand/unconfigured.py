"""Stand in for the function that renders on demand, where the settings do not name it."""

from chalicelib.errors import ConfigurationError
from chalicelib.models import RenderingInput, RenderingOutput


class UnconfiguredFunction:
    """Reports the missing setting only if something has to be rendered."""

    def invoke(self, request: RenderingInput) -> RenderingOutput:
        """Raise ConfigurationError."""
        del request
        raise ConfigurationError("RENDER_FUNCTION is not set; chalicelib/config/settings.py describes it")
