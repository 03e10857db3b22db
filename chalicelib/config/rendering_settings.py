"""The settings of the image engine, of variants on demand, and of what is looked for before rendering."""

from chalicelib.config.enums import Disposal, FaceDetectionMode, KernelMode, ModerationMode
from chalicelib.config.resources import Resources


class EngineSettings(Resources, frozen=True, kw_only=True):
    """How images are rendered. The string below each field is its description, as in `Settings`."""

    max_decode_bytes: int = 1_000_000_000
    """Maximum memory for processing an image, in bytes, as estimated before it is decoded: for decoding, all
    variants and all frames. On Lambda, the default is 60% of the function's memory."""
    darkroom_kernel: KernelMode = KernelMode.AUTO
    """How images are rendered. With `on`, the compiled kernel does what Pillow does without SIMD
    instructions, and must be there. With `off`, Pillow does everything. With `auto`, that depends on whether
    `make kernel` has compiled it. A change makes all images out of date (`docs/howto/backfill.md`)."""


class OnDemandSettings(EngineSettings, frozen=True, kw_only=True):
    """What is rendered on demand. The string below each field is its description, as in `Settings`."""

    render_function: str | None = None
    """Name of the function that renders variants on demand. Required for them."""
    signing_keys: str | None = None
    """Name of the SSM parameter with the keys for signed URLs of variants on demand. If it is not set, no URL
    counts as signed."""
    renderings_per_image: int = 200
    """Maximum number of variants of one image that are rendered on demand per day."""
    renderings_per_day: int = 10_000
    """Maximum number of variants of all images of an owner that are rendered on demand per day. They do not
    count against `IMAGES_PER_DAY`."""


class AnalysisSettings(OnDemandSettings, frozen=True, kw_only=True):
    """Moderation and face detection. The string below each field is its description, as in `Settings`."""

    moderation: ModerationMode = ModerationMode.OFF
    """With `rekognition`, Amazon Rekognition checks images before they are rendered (`docs/workflow.md`)."""
    moderation_threshold: int = 80
    """Minimum confidence in percent. Moderation labels below it are ignored."""
    moderation_labels: tuple[str, ...] = ()
    """Comma-separated moderation labels, or parent labels, that cause an image to be rejected. If it is not
    set, an image with any label is rejected."""
    moderation_refused: Disposal = Disposal.KEEP
    """What happens to the original of a rejected image: `keep`, `quarantine` or `delete`."""
    face_detection: FaceDetectionMode = FaceDetectionMode.OFF
    """With `rekognition`, Amazon Rekognition finds the faces that presets with `"position": "face"` crop
    around. Otherwise they crop like `attention` (`docs/howto/presets.md`)."""
