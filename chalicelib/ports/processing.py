"""What makes variants of an image, what has it done elsewhere, and who is told."""

from collections.abc import Callable, Sequence
from typing import Protocol

from chalicelib.models import Event, ImageInfo, Label, Rendering, Source, VariantPlan


class ImageEngine(Protocol):
    """Decodes and renders. Bytes in, bytes out; raises Rejected and nothing else for a bad image."""

    def inspect(self, content: bytes) -> ImageInfo:
        """Read the header only and refuse what the limits do not allow. Raises Rejected."""
        ...

    def render(
        self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan], only: str | None = None
    ) -> Rendering:
        """Decode once and render every plan, or only the one of this name, in the very same bytes.

        Variants share what is decoded and scaled, so what one looks like depends on the other plans.
        Raises Rejected.
        """
        ...


class Moderator(Protocol):
    """Looks at images before they are shown to anybody else."""

    def labels(
        self, key: str, source: Source, info: ImageInfo, preview: Callable[[], bytes]
    ) -> Sequence[Label]:
        """Return what it finds in this version of an upload. Raises ServiceUnavailable.

        `preview` renders a JPEG of at most 5 MB for a moderator that cannot read the upload itself.
        """
        ...


class EventSender(Protocol):
    """The way into the function that processes uploads, with the promises that S3's own events have."""

    def send(self, key: str, source: Source | None) -> None:
        """Ask for a run. The version makes a duplicate recognisable; None forces the run.

        Raises ServiceUnavailable.
        """
        ...


class EventPublisher(Protocol):
    """Where others learn what became of an image."""

    def publish(self, event: Event) -> None:
        """Hand the event over for good. Raises ServiceUnavailable when it is not surely taken."""
        ...


class Workflow(Protocol):
    """Runs the steps as tasks of their own; infra/workflow.asl.json says in which order."""

    def start(self, name: str, key: str, source: Source) -> bool:
        """Start the execution of this name; False where there has been one already.

        `source` is the version that made somebody ask for it. Raises ServiceUnavailable.
        """
        ...
