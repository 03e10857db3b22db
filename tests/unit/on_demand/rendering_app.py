"""An application in memory that renders variants on demand."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from chalicelib.domain.on_demand import addresses
from chalicelib.domain.on_demand.operations import parse
from chalicelib.domain.on_demand.versions import current_version
from chalicelib.domain.presets import Presets
from chalicelib.models import OnDemandPolicy, RenderingInput, RenderingOutput, Rendition, VariantSpec
from chalicelib.on_demand.rendering import OnDemandRendering
from tests.unit.deployment import PRESETS as AT_UPLOAD
from tests.unit.in_memory_app import InMemoryApp

CARD = VariantSpec(name="card", width=200, height=100, fit="cover", format="webp", when="on_demand")
PRESETS = structs.replace(
    AT_UPLOAD, presets=(*AT_UPLOAD.presets, CARD), on_demand=OnDemandPolicy(widths=(160, 320))
)
SMALL = "w_160,f_webp"


@dataclass
class RenderingApp(InMemoryApp):
    presets: Presets = PRESETS

    @property
    def on_demand_rendering(self) -> OnDemandRendering:
        return OnDemandRendering(
            max_upload_bytes=self.max_upload_bytes,
            presets=self.presets,
            store=self.store,
            sources=self.sources,
            outputs=self.outputs,
            engine=self.engine,
            observer=self.observer,
        )

    def rendition(self, operations: str = SMALL) -> Rendition:
        """Return the file of the current version."""
        parsed, image = parse(operations), self.image()
        version = current_version(image, parsed, self.presets)
        assert version is not None
        return Rendition(image_id=image.id, version=version, operations=parsed)

    def render(self, rendition: Rendition | None = None) -> RenderingOutput:
        return self.on_demand_rendering.run(request_for(rendition or self.rendition()))

    def on_demand_files(self) -> dict[str, bytes]:
        """Return the files that were rendered on demand, by key."""
        return {each.key: body for each, body in self.outputs.stored.items() if each.key.startswith("d/")}


def request_for(rendition: Rendition) -> RenderingInput:
    image_id, version, file = parts_of(rendition)
    return RenderingInput(image_id=image_id, version=version, file=file)


def parts_of(rendition: Rendition) -> Sequence[str]:
    return addresses.key(rendition).removeprefix("d/").split("/")
