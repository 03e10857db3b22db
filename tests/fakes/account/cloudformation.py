"""A fake CloudFormation, whose operations end when their caller waits."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from tests.fakes.account.change_sets import FakeChangeSets
from tests.fakes.account.errors import client_error, validation_error
from tests.fakes.account.evaluation import ACCOUNT, REGION, Evaluated, Evaluation
from tests.fakes.account.operations import Operations
from tests.fakes.account.paginators import FakePaginator
from tests.fakes.account.s3 import ENDPOINT
from tests.fakes.account.stack import FakeStack
from tests.fakes.account.template import complete_parameters, parse

_ARNS = {
    "AWS::IAM::ManagedPolicy": f"arn:aws:iam::{ACCOUNT}:policy/",
    "AWS::SNS::Topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:",
    "AWS::SQS::Queue": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/",
    "AWS::StepFunctions::StateMachine": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:",
}


@dataclass
class FakeCloudFormation:
    """The stacks of an account. Descriptions fail with `session_error`.

    With `has_rival`, another deployment starts the same operation just before.
    """

    operations: Operations
    stacks: dict[str, FakeStack] = field(default_factory=dict)
    change_sets: FakeChangeSets = field(default_factory=FakeChangeSets)
    session_error: ClientError | None = None
    has_rival: bool = False

    def __post_init__(self) -> None:
        self._made = 0

    def finish_operations(self) -> None:
        """End all operations that are running."""
        for stack in [each for each in self.stacks.values() if each.is_running]:
            if not self.operations.finish(stack):
                del self.stacks[stack.name]
        self.change_sets.finish()

    def create_stack(self, *, StackName: str, Capabilities: list[str], **given: Any) -> None:
        assert Capabilities == ["CAPABILITY_IAM"]
        for _ in range(2 if self.has_rival else 1):
            self._create(StackName, given)

    def update_stack(self, *, StackName: str, Capabilities: list[str], **given: Any) -> None:
        assert Capabilities == ["CAPABILITY_IAM"]
        for _ in range(2 if self.has_rival else 1):
            self._update(self._updatable(StackName), given)

    def delete_stack(self, *, StackName: str) -> None:
        if StackName in self.stacks:
            self.stacks[StackName].set_status("DELETE_IN_PROGRESS")

    def continue_update_rollback(self, *, StackName: str) -> None:
        stack = self._stack(StackName)
        assert stack.status == "UPDATE_ROLLBACK_FAILED"
        stack.set_status("UPDATE_ROLLBACK_IN_PROGRESS")

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:
        if self.session_error:
            raise self.session_error
        return {"Stacks": [self._stack(StackName).described()]}

    def get_template(self, *, StackName: str) -> dict[str, Any]:
        return {"TemplateBody": self._stack(StackName).body}

    def get_template_summary(self, *, TemplateURL: str) -> dict[str, Any]:
        declared = parse(self._body({"TemplateURL": TemplateURL}, None)).get("Parameters", {})
        return {
            "Parameters": [
                {"ParameterKey": name} | ({"DefaultValue": str(each["Default"])} if "Default" in each else {})
                for name, each in declared.items()
            ]
        }

    def create_change_set(
        self, *, StackName: str, ChangeSetName: str, ChangeSetType: str, Capabilities: list[str], **given: Any
    ) -> dict[str, str]:
        assert (ChangeSetType, Capabilities) == ("UPDATE", ["CAPABILITY_IAM"])
        stack = self._updatable(StackName)
        _, _, target = self._target(stack, given)
        self.change_sets.create(ChangeSetName, stack, target)
        return {"Id": ChangeSetName}

    def describe_change_set(self, *, StackName: str, ChangeSetName: str) -> dict[str, Any]:
        self._stack(StackName)
        return self.change_sets.made[ChangeSetName]

    def delete_change_set(self, *, StackName: str, ChangeSetName: str) -> None:
        self._stack(StackName)
        del self.change_sets.made[ChangeSetName]

    def get_paginator(self, operation: str) -> FakePaginator:
        return {
            "describe_change_set": self.change_sets.paginator(),
            "describe_stack_events": FakePaginator(
                "StackEvents", lambda StackName: self._stack(StackName).events_newest_first()
            ),
            "list_stack_resources": FakePaginator(
                "StackResourceSummaries", lambda StackName: self._stack(StackName).listed_resources()
            ),
        }[operation]

    def _create(self, name: str, given: Mapping[str, Any]) -> None:
        if name in self.stacks:
            raise client_error("AlreadyExistsException", f"Stack [{name}] already exists")
        body = self._body(given, None)
        parameters = complete_parameters(parse(body), _as_dict(given))
        target = self._evaluate(name, body, parameters, {})
        stack = FakeStack(name, "", body, parameters, target, tags=given.get("Tags", []))
        self.stacks[name] = stack
        stack.set_status("CREATE_IN_PROGRESS")

    def _update(self, stack: FakeStack, given: Mapping[str, Any]) -> None:
        body, parameters, target = self._target(stack, given)
        tags = given.get("Tags", stack.tags)
        if (target.resources, target.outputs, tags) == (stack.resources, stack.outputs, stack.tags):
            raise validation_error("No updates are to be performed.")
        stack.tags = tags
        stack.previous = (stack.body, stack.parameters)
        stack.body, stack.parameters, stack.target = body, parameters, target
        stack.set_status("UPDATE_IN_PROGRESS")

    def _target(self, stack: FakeStack, given: Mapping[str, Any]) -> tuple[str, dict[str, str], Evaluated]:
        body = self._body(given, stack.body)
        parameters = complete_parameters(parse(body), _as_dict(given))
        ids = {name: each.id for name, each in stack.resources.items()}
        return body, parameters, self._evaluate(stack.name, body, parameters, ids)

    def _evaluate(
        self, name: str, body: str, parameters: Mapping[str, str], ids: dict[str, str]
    ) -> Evaluated:
        def new_id(resource: str, kind: str, given_name: str) -> str:
            self._made += 1
            made = given_name or f"{name}-{resource}-{self._made}"
            return _ARNS.get(kind, "") + (made.lower() if kind == "AWS::S3::Bucket" else made)

        Evaluation(parse(body), parameters, ids, new_id).add_ids()
        found = _evaluated(body, frozenset(parameters.items()), frozenset(ids.items()))
        return Evaluated({**found.resources}, {**found.outputs})

    def _updatable(self, name: str) -> FakeStack:
        stack = self._stack(name)
        if stack.status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}:
            raise validation_error(f"Stack:{name} is in {stack.status} state and can not be updated.")
        return stack

    def _body(self, given: Mapping[str, Any], before: str | None) -> str:
        if "TemplateURL" in given:
            bucket, _, key = given["TemplateURL"].removeprefix(f"{ENDPOINT}/").partition("/")
            return self.operations.resources.s3.objects(bucket)[key].body.decode()
        if given.get("UsePreviousTemplate"):
            assert before is not None
            return before
        return str(given["TemplateBody"])

    def _stack(self, name: str) -> FakeStack:
        if name not in self.stacks:
            raise validation_error(f"Stack with id {name} does not exist")
        return self.stacks[name]


@functools.lru_cache(maxsize=500)
def _evaluated(
    body: str, parameters: frozenset[tuple[str, str]], ids: frozenset[tuple[str, str]]
) -> Evaluated:
    """Evaluate a template, most of which are evaluated many times. The result must not be changed."""

    def new_id(name: str, kind: str, _: str) -> str:
        raise AssertionError(f"{name} ({kind}) has no ID")

    return Evaluation(parse(body), dict(parameters), dict(ids), new_id).evaluate()


def _as_dict(given: Mapping[str, Any]) -> dict[str, str]:
    return {each["ParameterKey"]: each["ParameterValue"] for each in given.get("Parameters", ())}
