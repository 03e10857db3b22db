"""The application with variants on demand. Each request runs together with the function that it invokes."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.models import RenderingInput, RenderingOutput
from chalicelib.on_demand.authorization import Authorization, NoSigningKeys
from chalicelib.on_demand.delivery import VariantDelivery
from chalicelib.on_demand.records import RenderableImages
from chalicelib.on_demand.rendering import OnDemandRendering
from chalicelib.ports import RenderingClaims
from tests.model.application import Application
from tests.model.renditions import PRESETS
from tests.unit.deployment import SETTINGS

# More than any test uses.
_LIMIT = 1_000


class FileViewer(Protocol):
    """Fetches files."""

    def fetch(self, key: str) -> bool | None: ...


@dataclass(frozen=True)
class InlineFunction:
    """Runs the function in the run of the request: if one crashes, both do."""

    rendering: OnDemandRendering

    def invoke(self, request: RenderingInput) -> RenderingOutput:
        return self.rendering.run(request)


@dataclass(frozen=True, kw_only=True)
class OnDemandApplication(Application):
    """Adds what leads to variants on demand."""

    claims: RenderingClaims
    viewer: FileViewer

    @property
    def on_demand_rendering(self) -> OnDemandRendering:
        return self.components.on_demand_rendering(
            max_upload_bytes=SETTINGS.max_upload_bytes,
            presets=PRESETS,
            store=self.store,
            sources=self.sources,
            outputs=self.outputs,
            engine=self.engine,
            observer=self.observer,
        )

    @property
    def delivery(self) -> VariantDelivery:
        return VariantDelivery(
            public=True,
            has_cdn=False,
            presets=PRESETS,
            images=RenderableImages(store=self.store),
            authorization=Authorization(presets=PRESETS, keys=NoSigningKeys()),
            outputs=self.outputs,
            rendering=self.components.single_rendering(
                outputs=self.outputs,
                claims=self.claims,
                usage=self.renderings,
                function=InlineFunction(self.on_demand_rendering),
                per_image=_LIMIT,
                per_owner=_LIMIT,
                clock=self.clock,
                sleep=lambda _: None,
            ),
        )
