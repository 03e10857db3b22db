"""A fake image engine."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.errors import UnsupportedFormat
from chalicelib.models import ImageInfo, Placeholder, Rendered, Rendering, VariantPlan


@dataclass
class FakeEngine:
    """Treats all bytes that start with `image` as an image of 400x300 pixels."""

    def inspect(self, content: bytes) -> ImageInfo:
        if not content.startswith(b"image"):
            raise UnsupportedFormat("the file is not an image")
        return ImageInfo(format="jpeg", content_type="image/jpeg", width=400, height=300)

    def render(
        self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan], only: str | None = None
    ) -> Rendering:
        return Rendering(
            variants=tuple(
                Rendered(
                    name=plan.spec.name,
                    content=b"%s as %s" % (content, plan.spec.name.encode()),
                    content_type=info.content_type,
                    extension="jpg",
                    width=plan.width,
                    height=plan.height,
                )
                for plan in plans
                if only in (None, plan.spec.name)
            ),
            placeholder=Placeholder(thumbhash="AAAA", color="#aabbcc"),
        )
