"""A fake image engine."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from chalicelib.domain import formats
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import Rejected, UnsupportedFormat
from chalicelib.models import HandOver, ImageInfo, Placeholder, Rendered, Rendering, VariantPlan


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
        info: ImageInfo,
        plans: Sequence[VariantPlan],
        only: str | None = None,
        deadline: Deadline = NO_DEADLINE,
        *,
        hand_over: HandOver | None = None,
    ) -> Rendering:
        self.deadlines.append(deadline)
        self.before_render()
        variants: list[Rendered] = []
        for plan in plans:
            if only in (None, plan.spec.name):
                variants.append(self.encoded(content, info, plan))
                if hand_over is not None:
                    hand_over(variants[-1])
        return Rendering(
            variants=() if hand_over else tuple(variants),
            sizes=tuple(len(each.content) for each in variants),
            placeholder=Placeholder(thumbhash="AAAA", color="#aabbcc"),
        )

    def before_render(self) -> None:
        """Let something happen before a rendering begins, or raise an error."""

    def encoded(self, content: bytes, info: ImageInfo, plan: VariantPlan) -> Rendered:
        """Return a variant. Its content is readable and depends on the source and the name."""
        del info
        return Rendered(
            name=plan.spec.name,
            content=b"%s as %s" % (content, plan.spec.name.encode()),
            content_type=formats.by_name(plan.format).content_type,
            extension=formats.by_name(plan.format).extension,
            width=plan.width,
            height=plan.height,
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
    """Raises the error when it comes to a variant that is named `large`."""

    error: Rejected = field(kw_only=True)

    def encoded(self, content: bytes, info: ImageInfo, plan: VariantPlan) -> Rendered:
        if plan.spec.name == "large":
            raise self.error
        return super().encoded(content, info, plan)
