"""Ports for processing: image engine, moderation, invocation, events and workflow."""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.models import Event, Face, HandOver, ImageInfo, Label, Rendering, Source, VariantPlan


class ImageEngine(Protocol):
    """Inspects and renders images. Raises only Rejected if the image is at fault.

    An image that needs more time than the invocation of `deadline` has in total is rejected as too complex.
    If only the time that is left is too short, OutOfTime is raised, because a retry has more.
    """

    def inspect(self, content: bytes, deadline: Deadline = NO_DEADLINE) -> ImageInfo:
        """Read only the header. Raises Rejected, OutOfTime."""

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
        """Render every plan, or only the one with this name, to the same bytes in both cases.

        Smaller variants may be scaled from larger ones, so the bytes of a variant depend on all plans. With
        `hand_over`, the result has no variants. Raises Rejected, also if a limit is exceeded, and OutOfTime.
        """

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
        """Return JPEGs of the still image and of the frames with these numbers, as the plan describes them.

        Images with transparent pixels are returned over each of the background colors, others once. Raises
        Rejected, also if a limit is exceeded, and OutOfTime.
        """


class Moderator(Protocol):
    """Detects inappropriate content in images."""

    def labels(
        self, key: str, source: Source, info: ImageInfo, previews: Callable[[], Sequence[bytes]]
    ) -> Sequence[Label]:
        """Return the labels for this version of an upload. Raises ServiceUnavailable.

        `previews` renders JPEGs of at most 5 MB, which show all that has to be moderated, for uploads that
        the moderator cannot read itself.
        """


class Detector(Protocol):
    """Detects faces, for presets that crop around them."""

    def faces(self, image: bytes) -> Sequence[Face]:
        """Return the faces in a JPEG of at most 5 MB. Raises ServiceUnavailable.

        None are returned if the service cannot read the image, or if its quota is used up.
        """


class EventSender(Protocol):
    """Invokes the function that processes uploads, with the same delivery guarantees as S3's own events."""

    def send(self, key: str, source: Source | None) -> None:
        """Request a run, which ends at once if this version is up to date. With None, the run is forced.

        Raises ServiceUnavailable.
        """


class EventPublisher(Protocol):
    """Publishes events about images."""

    def publish(self, event: Event) -> None:
        """Publish the event durably. Raises ServiceUnavailable if success is not certain."""


class Workflow(Protocol):
    """Runs the steps as separate tasks, in the order that infra/workflow.asl.json defines."""

    def start(self, name: str, key: str, source: Source) -> bool:
        """Start an execution with this name; return False if the name was used before.

        `source` is the version that caused the execution. Raises ServiceUnavailable.
        """
