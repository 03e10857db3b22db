"""What a command reports for one of its inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from darkroom.image import Image
from darkroom.models import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result for one input, which is a path or an image ID.

    `files` maps variant names to saved files. `skipped` is the image's ID if there was nothing left to do.
    """

    input: str
    image: Image | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    skipped: str | None = None
    error: Failure | None = None
