"""Variants on demand of an in-memory application, with a function that stores what it is asked for."""

from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.domain.on_demand import addresses
from chalicelib.domain.on_demand.versions import current_version
from chalicelib.domain.presets import Presets
from chalicelib.models import (
    Image,
    NamedPreset,
    OnDemandPolicy,
    Operations,
    RenderingInput,
    RenderingOutput,
    Rendition,
    Resize,
    SigningKey,
    VariantRequest,
    VariantSpec,
)
from chalicelib.on_demand.authorization import Authorization
from chalicelib.on_demand.delivery import VariantDelivery
from chalicelib.on_demand.records import RenderableImages
from chalicelib.on_demand.single_rendering import SingleRendering
from tests.fakes import (
    FakeRenderingClaims,
    FakeRenderingFunction,
    FakeRenderingUsage,
    FakeSigningKeys,
)
from tests.unit.deployment import PRESETS
from tests.unit.in_memory_app import InMemoryApp

KEY = SigningKey(id="00000002", secret="b" * 64)
OLDER_KEY = SigningKey(id="00000001", secret="a" * 64)
RETIRED_KEY = SigningKey(id="00000000", secret="0" * 64)
POSTER = VariantSpec(name="poster", width=1200, formats=("avif", "gif"), when="on_demand")
ON_DEMAND = Presets(
    presets=(*PRESETS.presets, POSTER),
    default=PRESETS.default,
    on_demand=OnDemandPolicy(widths=(320, 640), ratios=("source", "16:9"), formats=("avif", "webp", "jpeg")),
)
W_640 = Resize(width=640)
W_640_WEBP = Resize(width=640, format="webp")
PRESET_POSTER = NamedPreset(name="poster")
# No preset or policy allows it.
FREE = Resize(width=777, format="png")
OTHER_VERSION = "0" * 12


@dataclass
class OnDemandApp:
    """A ready image, and the use cases with fakes."""

    app: InMemoryApp = field(default_factory=lambda: InMemoryApp(presets=ON_DEMAND))
    public: bool = True
    has_cdn: bool = False
    claims: FakeRenderingClaims = field(default_factory=FakeRenderingClaims)
    usage: FakeRenderingUsage = field(default_factory=FakeRenderingUsage)
    keys: FakeSigningKeys = field(default_factory=lambda: FakeSigningKeys((KEY, OLDER_KEY)))
    function: FakeRenderingFunction = field(default_factory=FakeRenderingFunction)
    per_image: int = 2
    per_owner: int = 3
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app.reconcile(self.app.put(b"image"))
        self.function.run = self.store

    @property
    def image(self) -> Image:
        return self.app.image()

    @property
    def presets(self) -> Presets:
        return self.app.presets

    @property
    def authorization(self) -> Authorization:
        return Authorization(presets=self.presets, keys=self.keys)

    @property
    def rendering(self) -> SingleRendering:
        return SingleRendering(
            outputs=self.app.outputs,
            claims=self.claims,
            usage=self.usage,
            function=self.function,
            per_image=self.per_image,
            per_owner=self.per_owner,
            clock=self.app.clock,
            sleep=self.sleep,
        )

    @property
    def delivery(self) -> VariantDelivery:
        return VariantDelivery(
            public=self.public,
            has_cdn=self.has_cdn,
            presets=self.presets,
            images=RenderableImages(store=self.app.store),
            authorization=self.authorization,
            outputs=self.app.outputs,
            rendering=self.rendering,
        )

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.app.clock.advance(timedelta(seconds=seconds))

    def store(self, request: RenderingInput) -> RenderingOutput:
        self.put(f"d/{request.image_id}/{request.version}/{request.file}")
        return RenderingOutput(outcome="stored")

    def put(self, key: str) -> None:
        self.app.outputs.put(
            key, b"rendered", content_type="image/webp", disposition="inline", cache_tag="tag"
        )

    def version(self, operations: Operations = W_640) -> str:
        version = current_version(self.image, operations, self.presets)
        assert version is not None
        return version

    def rendition(self, operations: Operations = W_640_WEBP) -> Rendition:
        return Rendition(image_id=self.image.id, version=self.version(operations), operations=operations)

    def key(self, operations: Operations = W_640_WEBP) -> str:
        return addresses.key(self.rendition(operations))

    def request(
        self,
        operations: Operations = W_640,
        *,
        version: str | None = None,
        signature: str | None = None,
        redirects: int = 0,
        accept: str = "image/webp",
    ) -> VariantRequest:
        """Return a request with the current version, unless another one is given."""
        return VariantRequest(
            image_id=self.image.id,
            operations=operations,
            version=version or self.version(operations),
            signature=signature,
            redirects=redirects,
            accept=accept,
        )

    @property
    def writes(self) -> int:
        """How much has been written for renderings on demand."""
        return len(self.claims.ends) + len(self.claims.failures) + self.usage.images.total()

    def overwrite_while_rendering(self, output: RenderingOutput) -> None:
        """Let another file replace the image's while the function runs, which ends with this output."""

        def run(_request: RenderingInput) -> RenderingOutput:
            self.app.reconcile(self.app.put(b"image 2"))
            return output

        self.function.run = run
