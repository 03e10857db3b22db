"""Read the resources of a template."""

from ops.templates.intrinsics import Json


def of_type(template: Json, kind: str) -> dict[str, Json]:
    """Return the resources of a type, such as `Lambda::Function`, by logical ID."""
    resources = template["Resources"].items()
    return {name: each for name, each in resources if each["Type"] == f"AWS::{kind}"}


def properties(template: Json, name: str) -> Json:
    found: Json = template["Resources"][name]["Properties"]
    return found
