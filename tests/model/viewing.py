"""A browser that requests a variant on demand."""

from dataclasses import dataclass

from chalicelib.errors import Permanent, RenderingInProgress
from chalicelib.models import FileRedirect, VariantRequest
from tests.model.application import Application
from tests.model.on_demand_application import OnDemandApplication
from tests.model.renditions import SIZE
from tests.model.violation import require


@dataclass(frozen=True)
class Viewing:
    """A browser requests a variant of this version, and follows a redirect to its file.

    If the API or the function crashes, nobody requests the variant again.
    """

    image_id: str
    version: str

    def run(self, app: Application) -> None:
        assert isinstance(app, OnDemandApplication)
        request = VariantRequest(image_id=self.image_id, operations=SIZE, version=self.version)
        try:
            answer = app.delivery.by_address(request)
        except (Permanent, RenderingInProgress):
            return
        if isinstance(answer, FileRedirect):
            require(app.viewer.fetch(answer.url) is not False, "a viewer sees another version than the URL's")

    def after_crash(self) -> None:
        return None
