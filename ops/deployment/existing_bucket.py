"""An upload bucket that existed before Darkroom: its notifications stay as they are.

Its events come through EventBridge, which S3 can send to in addition to all other notifications:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ops.cloudformation.clients import Clients
from ops.cloudformation.names import Stage
from ops.deployment.steps import StepFailed

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import NotificationConfigurationTypeDef

_KEY = "EventBridgeConfiguration"


@dataclass(frozen=True)
class ExistingBucket:
    """A bucket, and the notifications that S3 sends for it."""

    clients: Clients
    name: str

    def check(self, stage: Stage, prefix: str) -> None:
        """Check that nothing else processes images of this folder. Raises StepFailed."""
        for other, folder in (*self._direct(), *self._rules(stage)):
            if folder.startswith(prefix) or prefix.startswith(folder):
                raise StepFailed(
                    f"{other} already receives the events of {self.name}/{folder}, which overlaps with"
                    f" {prefix}; choose another folder with --set UPLOAD_PREFIX=…, or remove it"
                )

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
        return [name for name, _ in self._rules(stage)]

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
        """Yield the functions of Darkroom that S3 invokes directly, and their folders."""
        for each in self._configuration().get("LambdaFunctionConfigurations", ()):
            name = each["LambdaFunctionArn"].rpartition(":function:")[2]
            if name.startswith("darkroom-"):
                rules = each.get("Filter", {}).get("Key", {}).get("FilterRules", ())
                folders = [rule["Value"] for rule in rules if rule["Name"].lower() == "prefix"]
                yield f"The function {name}", folders[0] if folders else ""

    def _rules(self, stage: Stage) -> Iterator[tuple[str, str]]:
        """Yield the EventBridge rules of others that select events of this bucket, and their folders."""
        for page in self.clients.events.get_paginator("list_rules").paginate():
            for rule in page["Rules"]:
                if rule["Name"].startswith(f"{stage.app.name}-"):
                    continue
                for folder in _folders(json.loads(rule.get("EventPattern", "{}")), self.name):
                    yield f"The rule {rule['Name']}", folder


def _folders(pattern: dict[str, Any], bucket: str) -> Iterator[str]:
    """Yield the key prefixes that an event pattern selects in a bucket, if it is one of our patterns."""
    detail = pattern.get("detail", {})
    if "aws.s3" not in pattern.get("source", ()) or bucket not in detail.get("bucket", {}).get("name", ()):
        return
    for condition in detail.get("object", {}).get("key", [{"prefix": ""}]):
        if isinstance(condition, dict) and isinstance(condition.get("prefix"), str):
            yield condition["prefix"]
