"""Creates and deletes the resources of stacks, as the services would: with what they check and refuse."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.account.errors import ResourceFailed
from tests.fakes.account.evaluation import Resource, attribute_of
from tests.fakes.account.s3 import FakeBucket, FakeS3
from tests.fakes.account.services import FakeEvents, FakeFunctions, FakeQueues, FakeTables
from tests.fakes.account.signing_keys import FakeKeyValues, FakeParameters


@dataclass
class Resources:
    """All resources of the account. Roles and policies are by physical ID."""

    s3: FakeS3 = field(default_factory=FakeS3)
    functions: FakeFunctions = field(default_factory=FakeFunctions)
    events: FakeEvents = field(default_factory=FakeEvents)
    tables: FakeTables = field(default_factory=FakeTables)
    queues: FakeQueues = field(default_factory=FakeQueues)
    parameters: FakeParameters = field(default_factory=FakeParameters)
    key_values: FakeKeyValues = field(default_factory=FakeKeyValues)
    roles: set[str] = field(default_factory=set)
    policies: dict[str, list[str]] = field(default_factory=dict)

    def create(self, resource: Resource) -> None:
        """Raises ResourceFailed."""
        if resource.kind == "AWS::Lambda::Function" and resource.id in self.functions.functions:
            raise ResourceFailed(f"Function already exist: {resource.id}")
        if resource.kind == "AWS::S3::Bucket":
            self.s3.buckets[resource.id] = FakeBucket()
        self.update(resource)

    def update(self, resource: Resource) -> None:
        """Raises ResourceFailed."""
        properties = resource.properties
        match resource.kind:
            case "AWS::S3::Bucket":
                if resource.id not in self.s3.buckets:
                    raise ResourceFailed("The specified bucket does not exist")
                self.s3.buckets[resource.id].notification = self._notification(properties)
            case "AWS::Lambda::Function":
                self.functions.functions[resource.id] = self._function(properties)
            case "AWS::DynamoDB::Table":
                indexes = properties.get("GlobalSecondaryIndexes", ())
                self.tables.set_indexes(resource.id, {index["IndexName"] for index in indexes})
                self.tables.tables.add(resource.id)
                change = self.tables.protected.add if _protects(properties) else self.tables.protected.discard
                change(resource.id)
            case "AWS::SQS::Queue":
                self.queues.queues.add(resource.id)
            case "AWS::Events::Rule" if "EventBusName" not in properties:
                targets = [each["Arn"] for each in properties["Targets"]]
                self.events.rules[resource.id] = (properties.get("EventPattern"), targets)
            case "AWS::CloudFront::KeyValueStore":
                self.key_values.stores.setdefault(_arn(resource), {})
            case "AWS::IAM::Role":
                self.roles.add(resource.id)
            case "AWS::IAM::ManagedPolicy":
                self.policies[resource.id] = self._attached(properties["Roles"])

    def delete(self, resource: Resource) -> None:
        """Raises ResourceFailed."""
        match resource.kind:
            case "AWS::S3::Bucket" if resource.id in self.s3.buckets:
                if self.s3.buckets[resource.id].versions:
                    raise ResourceFailed("The bucket you tried to delete is not empty")
                del self.s3.buckets[resource.id]
            case "AWS::Lambda::Function":
                self.functions.functions.pop(resource.id, None)
            case "AWS::DynamoDB::Table":
                if resource.id in self.tables.protected:
                    raise ResourceFailed("Resource cannot be deleted as it is currently protected")
                self.tables.tables.discard(resource.id)
            case "AWS::SQS::Queue":
                self.queues.queues.discard(resource.id)
            case "AWS::CloudFront::KeyValueStore":
                del self.key_values.stores[_arn(resource)]
            case "AWS::Events::Rule":
                self.events.rules.pop(resource.id, None)
            case "AWS::IAM::Role" | "AWS::IAM::ManagedPolicy":
                self._delete_grants(resource.id)

    def _delete_grants(self, name: str) -> None:
        if any(name in attached for attached in self.policies.values()):
            raise ResourceFailed("Cannot delete entity, must detach all policies first")
        self.roles.discard(name)
        self.policies.pop(name, None)

    def _notification(self, properties: dict[str, Any]) -> dict[str, Any]:
        given = properties.get("NotificationConfiguration", {})
        functions = [each["Function"] for each in given.get("LambdaConfigurations", ())]
        if any(arn.rpartition(":")[2] not in self.functions.functions for arn in functions):
            raise ResourceFailed("Unable to validate the following destination configurations")
        configurations = [{"LambdaFunctionArn": arn} for arn in functions]
        found: dict[str, Any] = {"LambdaFunctionConfigurations": configurations} if configurations else {}
        return found | ({"EventBridgeConfiguration": {}} if "EventBridgeConfiguration" in given else {})

    def _function(self, properties: dict[str, Any]) -> dict[str, Any]:
        if properties["Role"].rpartition("/")[2] not in self.roles:
            raise ResourceFailed("The role defined for the function cannot be assumed by Lambda")
        code = properties["Code"]
        if code["S3Key"] not in self.s3.objects(code["S3Bucket"]):
            raise ResourceFailed("Error occurred while GetObject. S3 Error Code: NoSuchKey")
        return properties

    def _attached(self, roles: Iterable[str]) -> list[str]:
        if unknown := {*roles} - self.roles:
            raise ResourceFailed(f"The role with name {min(unknown)} cannot be found")
        return list(roles)


def _arn(resource: Resource) -> str:
    return attribute_of(resource.id, resource.kind, "Arn")


def _protects(properties: dict[str, Any]) -> bool:
    return bool(properties.get("DeletionProtectionEnabled"))
