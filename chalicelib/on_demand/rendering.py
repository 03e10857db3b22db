"""Use case: render one variant on demand, and store it if the image still has this version."""

from dataclasses import dataclass

from chalicelib.domain.deadline import Deadline
from chalicelib.domain.on_demand import addresses
from chalicelib.models import RenderingInput, RenderingOutput


@dataclass(frozen=True, kw_only=True)
class OnDemandRendering:
    """Renders variants on demand."""

    def run(self, request: RenderingInput, deadline: Deadline) -> RenderingOutput:
        """Render the file and store it."""
        deadline.check("rendering")
        addresses.rendition(request.image_id, request.version, request.file)
        return RenderingOutput(outcome="unavailable", detail="rendering is not available yet")
