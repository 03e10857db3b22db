"""The settings of what is looked for in images before they are rendered."""

from chalicelib.config.enums import Disposal, FaceDetectionMode, ModerationMode
from chalicelib.config.rendering_settings import OnDemandSettings


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
