"""Wire the adapters, and the AWS clients that they share."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.engine import deployed_engine
from chalicelib.bootstrap.kernel import check_kernel, uses_kernel
from chalicelib.bootstrap.loading import without_collection
from chalicelib.bootstrap.presets import load_presets
from chalicelib.bootstrap.static_pages import WithStaticPages
from chalicelib.config.enums import FaceDetectionMode, ModerationMode
from chalicelib.domain.presets import Presets
from chalicelib.domain.signing_window import signing_time
from chalicelib.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_s3 import S3Client

    from chalicelib.aws.artifact_bucket import S3ArtifactStorage
    from chalicelib.aws.deferral_queue import SQSDeferralQueue
    from chalicelib.aws.events import EventBridgePublisher
    from chalicelib.aws.face_detection import RekognitionDetector
    from chalicelib.aws.invoker import LambdaEventSender
    from chalicelib.aws.moderation import RekognitionModerator
    from chalicelib.aws.processed_bucket import S3OutputStorage
    from chalicelib.aws.stepfunctions import StepFunctionsWorkflow
    from chalicelib.aws.upload_bucket import S3SourceStorage
    from chalicelib.imaging import PillowEngine

PRESETS_FILE = Path(__file__).parents[1] / "presets.json"


class Adapters(WithStaticPages):
    """The adapters of one deployment."""

    @cached_property
    def presets(self) -> Presets:
        """The configured presets. Raises ConfigurationError, ServiceUnavailable."""
        return load_presets(self.settings, PRESETS_FILE, self._artifacts)

    @property
    def uses_kernel(self) -> bool:
        """Whether images are rendered with the compiled kernel."""
        return uses_kernel(self.settings.darkroom_kernel)

    @cached_property
    def sources(self) -> "S3SourceStorage":
        """The upload bucket."""
        from chalicelib.aws.upload_bucket import S3SourceStorage

        return S3SourceStorage(self._s3, self.settings.upload_bucket, clock=now)

    @cached_property
    def outputs(self) -> "S3OutputStorage":
        """The processed bucket."""
        from chalicelib.aws.processed_bucket import S3OutputStorage

        return S3OutputStorage(self._s3, self.settings.dest_bucket, url_of=self._output_urls)

    @cached_property
    def _output_urls(self) -> "Callable[[str], str]":
        from chalicelib.aws.clients import credentials
        from chalicelib.aws.output_urls import PresignedUrls, PublicUrls

        if self.settings.public_base_url:
            return PublicUrls(self.settings.public_base_url)
        lifetime = self.settings.url_expires
        return PresignedUrls(
            client=self._s3,
            bucket=self.settings.dest_bucket,
            credentials=credentials,
            lifetime=lifetime,
            signing_clock=lambda: signing_time(now(), lifetime),
        )

    @cached_property
    def sender(self) -> "LambdaEventSender":
        """Invokes the function that processes uploads. Raises ConfigurationError."""
        from chalicelib.aws.clients import lambda_client
        from chalicelib.aws.invoker import LambdaEventSender

        if self.settings.process_function is None:
            raise ConfigurationError(
                "PROCESS_FUNCTION is not set; chalicelib/config/settings.py describes it"
            )
        return LambdaEventSender(
            lambda_client(), self.settings.process_function, bucket=self.settings.upload_bucket
        )

    @cached_property
    def deferral_queue(self) -> "SQSDeferralQueue":
        """The queue of deferred events."""
        from chalicelib.aws.clients import sqs_client
        from chalicelib.aws.deferral_queue import SQSDeferralQueue

        return SQSDeferralQueue(
            sqs_client(), self.settings.deferred_queue, bucket=self.settings.upload_bucket
        )

    @cached_property
    def publisher(self) -> "EventBridgePublisher | None":
        """Publishes to the event bus, if one is configured."""
        from chalicelib.aws.clients import events_client
        from chalicelib.aws.events import EventBridgePublisher

        bus = self.settings.event_bus
        return EventBridgePublisher(events_client(), bus) if bus else None

    @cached_property
    def engine(self) -> "PillowEngine":
        """The image engine. Raises ConfigurationError if its kernel is to be used and not there."""
        return deployed_engine(self.settings, self._env, self.presets.overlays)

    @cached_property
    def moderator(self) -> "RekognitionModerator | None":
        """The content moderator, if moderation is on."""
        if self.settings.moderation is ModerationMode.OFF:
            return None
        from chalicelib.aws.clients import rekognition_client
        from chalicelib.aws.moderation import RekognitionModerator

        return RekognitionModerator(
            rekognition_client(),
            self.settings.upload_bucket,
            min_confidence=self.settings.moderation_threshold,
        )

    @cached_property
    def detector(self) -> "RekognitionDetector | None":
        """The detector of faces, if face detection is on."""
        if self.settings.face_detection is FaceDetectionMode.OFF:
            return None
        from chalicelib.aws.clients import rekognition_client
        from chalicelib.aws.face_detection import RekognitionDetector

        return RekognitionDetector(rekognition_client())

    @cached_property
    def workflow(self) -> "StepFunctionsWorkflow":
        """The state machine of workflow mode. Raises ConfigurationError."""
        from chalicelib.aws.clients import stepfunctions_client
        from chalicelib.aws.stepfunctions import StepFunctionsWorkflow

        if self.settings.state_machine is None:
            raise ConfigurationError("STATE_MACHINE is not set; chalicelib/config/settings.py describes it")
        return StepFunctionsWorkflow(stepfunctions_client(), self.settings.state_machine)

    def check_configuration(self) -> None:
        """Check the settings, the presets and the processed bucket.

        What was right once is not checked again. Raises ConfigurationError, ServiceUnavailable.
        """
        self.presets  # noqa: B018 - reading them is the check
        self._versioned_outputs  # noqa: B018 - the same

    def check_health(self) -> None:
        """Check the configuration, also that the kernel is there if it is to be used, and decode overlays.

        Overlays of presets load the image engine; the kernel is not loaded. What was right once is not
        checked again. Raises ConfigurationError, ServiceUnavailable.
        """
        self.check_configuration()
        check_kernel(self.settings.darkroom_kernel)
        if self.presets.overlays:
            self._decoded_overlays  # noqa: B018 - reading them is the check

    @cached_property
    def _decoded_overlays(self) -> Presets:
        from chalicelib.bootstrap.overlay_check import check_overlays

        check_overlays(self.presets, self.settings.presets or PRESETS_FILE.name)
        return self.presets

    @cached_property
    def _versioned_outputs(self) -> "S3OutputStorage":
        self.outputs.check_versioning()
        return self.outputs

    def _artifacts(self, bucket: str) -> "S3ArtifactStorage":
        from chalicelib.aws.artifact_bucket import S3ArtifactStorage

        return S3ArtifactStorage(self._s3, bucket)

    @cached_property
    @without_collection()
    def _s3(self) -> "S3Client":
        from chalicelib.aws.clients import s3_client

        return s3_client(on_aws="AWS_ENDPOINT_URL" not in self._env)
