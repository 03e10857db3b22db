"""An upload bucket that existed before Darkroom: its notifications stay as they are.

Its events come through EventBridge, which S3 can send to in addition to all other notifications:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from msgspec import Struct

from ops.cloudformation.clients import Clients
from ops.cloudformation.names import Stage
from ops.deployment.bucket_rules import function_name, rules_for
from ops.deployment.steps import StepFailed

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import NotificationConfigurationTypeDef

_KEY = "EventBridgeConfiguration"


class ExistingBucket(Struct, frozen=True):
    """A bucket, and the notifications that S3 sends for it."""

    clients: Clients
    name: str

    def check(self, stage: Stage, prefix: str) -> None:
        """Check that no other Darkroom processes images of this folder. Raises StepFailed."""
        for function, folder in (*self._direct(), *self._by_rules(stage)):
            if function.startswith("darkroom-") and _overlap(folder, prefix):
                raise StepFailed(
                    f"The function {function} already receives the events of {self.name}/{folder}, which"
                    f" overlaps with {prefix}; choose another folder with --set UPLOAD_PREFIX=…, or delete"
                    " the function's notification or rule"
                )

    @property
    def exists(self) -> bool:
        """Whether there is such a bucket."""
        try:
            self.clients.s3.head_bucket(Bucket=self.name)
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return False
            raise
        return True

    @property
    def sends_to_eventbridge(self) -> bool:
        """Whether S3 sends the bucket's events to EventBridge."""
        return _KEY in self._configuration()

    def enable_eventbridge(self) -> None:
        """Send the events to EventBridge in addition to the other notifications."""
        self._put({**self._configuration(), _KEY: {}})

    def disable_eventbridge(self) -> None:
        """Send the events only to the other notifications."""
        self._put({name: value for name, value in self._configuration().items() if name != _KEY})

    def other_rules(self, stage: Stage) -> list[str]:
        """Return the names of EventBridge rules for this bucket that belong to others."""
        own = stage.function("process_upload")
        rules = rules_for(self.clients.events, self.name)
        return [rule.name for rule in rules if own not in rule.functions]

    def _configuration(self) -> dict[str, Any]:
        found: dict[str, Any] = dict(self.clients.s3.get_bucket_notification_configuration(Bucket=self.name))
        found.pop("ResponseMetadata", None)
        return found

    def _put(self, configuration: "NotificationConfigurationTypeDef | dict[str, Any]") -> None:
        self.clients.s3.put_bucket_notification_configuration(
            Bucket=self.name,
            NotificationConfiguration=configuration,  # type: ignore[arg-type]  # as S3 returned it
            # Other destinations stay as they are, whether they still work or not.
            SkipDestinationValidation=True,
        )

    def _direct(self) -> Iterator[tuple[str, str]]:
        """Yield the functions that S3 invokes directly, and their folders."""
        for each in self._configuration().get("LambdaFunctionConfigurations", ()):
            rules = each.get("Filter", {}).get("Key", {}).get("FilterRules", ())
            folders = [rule["Value"] for rule in rules if rule["Name"].lower() == "prefix"]
            yield function_name(each["LambdaFunctionArn"]), folders[0] if folders else ""

    def _by_rules(self, stage: Stage) -> Iterator[tuple[str, str]]:
        """Yield the functions of others that EventBridge starts, and their folders."""
        for rule in rules_for(self.clients.events, self.name):
            for function in rule.functions:
                if function != stage.function("process_upload"):
                    yield from ((function, folder) for folder in rule.folders)


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
