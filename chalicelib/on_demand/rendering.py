"""Use case: render one variant on demand, in a function of its own.

The record is read before the source and again after the file was stored. Whatever changes the version of an
image commits its record first, and then removes the files of earlier versions. So a file that is stored
after their removal is taken back here, and if that crashes, by the cleanup: it knows when renderings end.
"""

from msgspec import Struct

from chalicelib.domain import geometry
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.domain.invalidation import cache_tag
from chalicelib.domain.on_demand import addresses
from chalicelib.domain.on_demand.specs import focus_of, spec_of
from chalicelib.domain.on_demand.versions import current_version, is_renderable
from chalicelib.domain.presets import Presets
from chalicelib.errors import ObjectNotFound, Rejected, Transient
from chalicelib.models import (
    Image,
    Rendered,
    RenderingInput,
    RenderingOutput,
    Rendition,
    Source,
    StoredOutput,
)
from chalicelib.ports import ImageEngine, ImageStore, OutputStorage, SourceStorage
from chalicelib.ports.observer import Observer
from chalicelib.processing import source_content, variant_storing

_STORED = RenderingOutput(outcome="stored")
_OUTDATED = RenderingOutput(outcome="outdated")
# Not outdated: if a lifecycle rule removes originals, their images stay, and each request would try again.
_SOURCE_MISSING = RenderingOutput(
    outcome="failed", code=ObjectNotFound.code, detail="the original is no longer in the upload bucket"
)
_WITHDRAWN = RenderingOutput(outcome="withdrawn")


class OnDemandRendering(Struct, frozen=True, kw_only=True):
    """Renders variants of the current version of an image. It never writes or lists records."""

    max_upload_bytes: int
    presets: Presets
    store: ImageStore
    sources: SourceStorage
    outputs: OutputStorage
    engine: ImageEngine
    observer: Observer

    def run(self, request: RenderingInput, deadline: Deadline = NO_DEADLINE) -> RenderingOutput:
        """Store the file and return how that ended. Raises VariantNotFound for what is no file's name."""
        rendition = addresses.rendition(request.image_id, request.version, request.file)
        try:
            return self._stored(rendition, deadline)
        except Rejected as error:
            return RenderingOutput(outcome="failed", code=error.code, detail=str(error))
        except Transient as error:
            return RenderingOutput(outcome="unavailable", code=error.code, detail=str(error))

    def _stored(self, rendition: Rendition, deadline: Deadline) -> RenderingOutput:
        image = self._current(rendition)
        if image is None or image.source is None:
            return _OUTDATED
        try:
            content = self._read(image, image.source)
        except ObjectNotFound:
            return _SOURCE_MISSING
        rendered = self._rendered(image, rendition, content, deadline)
        return self._checked(rendition, self._put(image, rendition, rendered))

    def _current(self, rendition: Rendition) -> Image | None:
        """Return the record as it is now, None if the image does not have this version."""
        image = self.store.get(rendition.image_id)
        if image is None or not is_renderable(image):
            return None
        version = current_version(image, rendition.operations, self.presets)
        return image if version == rendition.version else None

    def _read(self, image: Image, source: Source) -> bytes:
        with self.observer.step("read", image.id):
            return source_content.read_version(self.sources, image.key, source, self.max_upload_bytes)

    def _rendered(self, image: Image, rendition: Rendition, content: bytes, deadline: Deadline) -> Rendered:
        spec = spec_of(rendition.operations, self.presets.on_demand_presets)
        focus = image.focus or focus_of(rendition.operations)
        deadline.check("rendering")
        with self.observer.step("render", image.id):
            info = source_content.inspected(self.engine, image, content, deadline)
            plans = geometry.plan(info, [spec], geometry.from_thousandths(focus) if focus else None)
            rendering = self.engine.render(content, info, plans, deadline=deadline)
        self.observer.rendered(image.id, bytes_in=len(content), rendering=rendering)
        (rendered,) = rendering.variants
        return rendered

    def _put(self, image: Image, rendition: Rendition, rendered: Rendered) -> StoredOutput | None:
        """Store the file, and return the object version. None if the file was there already."""
        with self.observer.step("store", image.id):
            return self.outputs.put_new(
                addresses.key(rendition),
                rendered.content,
                content_type=rendered.content_type,
                disposition=variant_storing.disposition(image, rendered),
                cache_tag=cache_tag(image.id),
            )

    def _checked(self, rendition: Rendition, output: StoredOutput | None) -> RenderingOutput:
        """Read the record again, and take back the file if it was stored too late.

        A file that was there already is taken back by the rendering that stored it.
        """
        if self._current(rendition) is not None:
            return _STORED
        if output is not None:
            self.outputs.remove([output])
        return _WITHDRAWN
