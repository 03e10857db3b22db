"""A fake image engine."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from chalicelib.domain import formats
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import Rejected, UnsupportedFormat
from chalicelib.models import ImageInfo, Placeholder, Rendered, Rendering, VariantPlan


@dataclass
class FakeEngine:
    """Treats all bytes that start with `image` as an image of 400x300 pixels.

    `deadlines` are those of all calls.
    """

    deadlines: list[Deadline] = field(default_factory=list)

    def inspect(self, content: bytes, deadline: Deadline = NO_DEADLINE) -> ImageInfo:
        self.deadlines.append(deadline)
        if not content.startswith(b"image"):
            raise UnsupportedFormat("the file is not an image")
        return ImageInfo(format="jpeg", content_type="image/jpeg", width=400, height=300)

    def render(
        self,
        content: bytes,
        info: ImageInfo,  # noqa: ARG002  the port's signature
        plans: Sequence[VariantPlan],
        only: str | None = None,
        deadline: Deadline = NO_DEADLINE,
    ) -> Rendering:
        self.deadlines.append(deadline)
        return Rendering(
            variants=tuple(
                Rendered(
                    name=plan.spec.name,
                    content=b"%s as %s" % (content, plan.spec.name.encode()),
                    content_type=formats.by_name(plan.format).content_type,
                    extension=formats.by_name(plan.format).extension,
                    width=plan.width,
                    height=plan.height,
                )
                for plan in plans
                if only in (None, plan.spec.name)
            ),
            placeholder=Placeholder(thumbhash="AAAA", color="#aabbcc"),
        )

    def preview(
        self,
        content: bytes,
        info: ImageInfo,
        plan: VariantPlan,
        *,
        frames: Collection[int],
        backgrounds: Sequence[str],
        deadline: Deadline = NO_DEADLINE,
    ) -> Sequence[bytes]:
        self.deadlines.append(deadline)
        assert info.width == plan.scaled_width
        return [b"%s frame %d over %s" % (content, each, backgrounds[0].encode()) for each in sorted(frames)]


@dataclass
class EngineWithoutLarge(FakeEngine):
    """Raises the error whenever it has to render only the variant `large`."""

    error: Rejected = field(kw_only=True)

    def render(
        self,
        content: bytes,
        info: ImageInfo,
        plans: Sequence[VariantPlan],
        only: str | None = None,
        deadline: Deadline = NO_DEADLINE,
    ) -> Rendering:
        if only == "large":
            raise self.error
        return super().render(content, info, plans, only, deadline)
