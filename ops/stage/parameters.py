"""What a stack is given: what is said this time and, for the rest, what was said before."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef, StackTypeDef


def parameters(
    client: "CloudFormationClient", template: str, given: Mapping[str, str], before: "StackTypeDef | None"
) -> "Iterator[ParameterTypeDef]":
    """Yield a value for each of the template's parameters; what it does not have may not be given."""
    earlier = before.get("Parameters", ()) if before else ()
    values = {each["ParameterKey"]: each["ParameterValue"] for each in earlier} | dict(given)
    for name in _names(client, template):
        if name in values:
            yield {"ParameterKey": name, "ParameterValue": values[name]}


def _names(client: "CloudFormationClient", template: str) -> list[str]:
    summary = client.get_template_summary(TemplateBody=template)
    return [parameter["ParameterKey"] for parameter in summary.get("Parameters", ())]
