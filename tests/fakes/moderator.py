"""A fake content moderator."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from chalicelib.models import ImageInfo, Label, Source


@dataclass
class FakeModerator:
    """Returns the labels `found` for every image. Requests the previews first if `needs` is set."""

    found: Sequence[Label] = ()
    needs: bool = True
    seen: list[bytes] = field(default_factory=list)
    asked: list[tuple[str, Source]] = field(default_factory=list)

    def labels(
        self, key: str, source: Source, info: ImageInfo, previews: Callable[[], Sequence[bytes]]
    ) -> Sequence[Label]:
        assert info.width
        self.asked.append((key, source))
        if self.needs:
            self.seen += previews()
        return self.found
