"""Fakes that note what they are called with, raise an error, or let something happen in between."""

from collections.abc import Callable
from dataclasses import dataclass, field

from chalicelib.errors import DarkroomError
from chalicelib.models import ImageInfo, Rendered, StoredOutput, VariantPlan
from tests.fakes import FakeEngine, FakeOutputStorage


@dataclass
class SeeingEngine(FakeEngine):
    """Notes the plans of all renderings, or raises the error."""

    plans: list[VariantPlan] = field(default_factory=list)
    error: DarkroomError | None = None

    def before_render(self) -> None:
        if self.error is not None:
            raise self.error

    def encoded(self, content: bytes, info: ImageInfo, plan: VariantPlan) -> Rendered:
        self.plans.append(plan)
        return super().encoded(content, info, plan)


@dataclass
class SeeingOutputs(FakeOutputStorage):
    """Notes the headers of what is stored on demand, or raises the error. `before_put` happens first."""

    headers: list[dict[str, str]] = field(default_factory=list)
    error: DarkroomError | None = None
    before_put: Callable[[], object] = bool

    def put_new(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput | None:
        if self.error is not None:
            raise self.error
        self.before_put()
        self.headers.append(
            {"content_type": content_type, "disposition": disposition, "cache_tag": cache_tag}
        )
        return super().put_new(
            key, content, content_type=content_type, disposition=disposition, cache_tag=cache_tag
        )
