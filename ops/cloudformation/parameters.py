"""The parameters of a stack: new values, and the previous ones for the rest. Its outputs and tags."""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef, StackTypeDef, TagTypeDef


class Template(Struct, frozen=True):
    """A template in S3. `url` is its HTTPS URL, `version` that of Darkroom."""

    url: str
    version: str


class Values(Struct, frozen=True):
    """What stacks are given: `given` values by parameter; those in `defaults` return to their defaults."""

    given: Mapping[str, str]
    defaults: Collection[str] = ()

    def complete(self, names: Collection[str], before: Mapping[str, str]) -> dict[str, str]:
        """Return the values for a template with these parameters. What is not given stays as it was."""
        values = {name: value for name, value in before.items() if name not in self.defaults} | dict(
            self.given
        )
        return {name: values[name] for name in names if name in values}


def previous(stack: "StackTypeDef | None") -> dict[str, str]:
    """Return the current parameters of a stack; none if there is no stack."""
    listed = stack.get("Parameters", ()) if stack else ()
    return {each["ParameterKey"]: each["ParameterValue"] for each in listed}


def returned(stack: "StackTypeDef | None") -> dict[str, str]:
    """Return the outputs of a stack; none if there is no stack."""
    listed = stack.get("Outputs", ()) if stack else ()
    return {each["OutputKey"]: each["OutputValue"] for each in listed}


def declared(client: "CloudFormationClient", template: Template) -> dict[str, str | None]:
    """Return the parameters that a template declares, with their defaults."""
    summary = client.get_template_summary(TemplateURL=template.url)
    return {each["ParameterKey"]: each.get("DefaultValue") for each in summary.get("Parameters", ())}


def as_list(values: Mapping[str, str]) -> "Iterator[ParameterTypeDef]":
    """Yield parameters in the form that CloudFormation takes."""
    for name, value in values.items():
        yield {"ParameterKey": name, "ParameterValue": value}


VERSION_TAG = "darkroom:version"


def version_of(described: "StackTypeDef | None") -> str | None:
    """Return the version that a stack was deployed from; None before 1.0.0."""
    tags = described.get("Tags", ()) if described else ()
    return next((tag["Value"] for tag in tags if tag["Key"] == VERSION_TAG), None)


def with_version(described: "StackTypeDef | None", version: str) -> "list[TagTypeDef]":
    """Return all tags for an update to a version. It would remove the operator's if they were left out."""
    tags = described.get("Tags", ()) if described else ()
    return [*(tag for tag in tags if tag["Key"] != VERSION_TAG), {"Key": VERSION_TAG, "Value": version}]
