"""The tag of a stack that has its version of Darkroom. CloudFormation adds it to the stack's resources."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import StackTypeDef, TagTypeDef

VERSION_TAG = "darkroom:version"


def version_of(described: "StackTypeDef | None") -> str | None:
    """Return the version that a stack was deployed from; None before 1.0.0."""
    tags = described.get("Tags", ()) if described else ()
    return next((tag["Value"] for tag in tags if tag["Key"] == VERSION_TAG), None)


def with_version(described: "StackTypeDef | None", version: str) -> "list[TagTypeDef]":
    """Return all tags for an update to a version. It would remove the operator's if they were left out."""
    tags = described.get("Tags", ()) if described else ()
    return [*(tag for tag in tags if tag["Key"] != VERSION_TAG), {"Key": VERSION_TAG, "Value": version}]
