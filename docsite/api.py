"""The operations and schemas of the HTTP API, generated from the OpenAPI document."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.api import openapi

Document = Mapping[str, Any]


def reference() -> str:
    """Return them as Markdown, to follow the guide."""
    description = openapi.description()
    operations = [
        _operation(method.upper(), path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    ]
    schemas = description["components"]["schemas"]
    return "\n".join([*operations, "## Schemas\n", *map(_schema, schemas, schemas.values())])


def _operation(method: str, path: str, operation: Document) -> str:
    lines = [f"## {method} {path}\n", f"{operation['summary']}.\n"]
    if operation.get("parameters"):
        lines += ["| Parameter | In | Type |", "| --- | --- | --- |"]
        lines += [f"| `{p['name']}` | {p['in']} | {_type(p['schema'])} |" for p in operation["parameters"]]
        lines.append("")
    if body := operation.get("requestBody"):
        lines.append(f"Body: {', '.join(_content(body))}.\n")
    lines += ["| Status | Response |", "| --- | --- |"]
    for status, response in operation["responses"].items():
        lines.append(f"| {status} {_described(response)} | {', '.join(_content(response))} |")
    return "\n".join([*lines, ""])


def _described(response: Document) -> str:
    """Return the status phrase and its error codes, formatted as code."""
    phrase, colon, codes = response["description"].partition(": ")
    return f"{phrase}{colon}{', '.join(f'`{code}`' for code in codes.split(', ') if code)}"


def _content(part: Document) -> Iterator[str]:
    for media_type, content in part.get("content", {}).items():
        yield _type(content["schema"]) if "schema" in content else f"`{media_type}`"


def _schema(name: str, schema: Document) -> str:
    lines = [f"### {name}\n", f"{schema.get('description', '')}\n"]
    if properties := schema.get("properties"):
        required = schema.get("required", ())
        lines += ["| Field | Type | |", "| --- | --- | --- |"]
        for field, kind in properties.items():
            lines.append(f"| `{field}` | {_type(kind)} | {'' if field in required else 'optional'} |")
    elif "enum" in schema:
        lines.append(_type(schema))
    return "\n".join([*lines, ""])


def _type(schema: Document) -> str:
    match schema:
        case {"$ref": str(reference)}:
            name = reference.rpartition("/")[2]
            return f"[{name}](#{name.lower()})"
        case {"allOf": [kind, *_]}:
            return _type(kind)
        case {"anyOf": [*kinds]} | {"oneOf": [*kinds]}:
            return " or ".join(map(_type, kinds))
        case {"enum": [*values]}:
            return ", ".join(f"`{value}`" for value in values)
        case {"type": "array", "items": items}:
            return f"list of {_type(items)}"
    return _plain(schema)


def _plain(schema: Document) -> str:
    kind, low, high = str(schema.get("type", "any")), schema.get("minimum"), schema.get("maximum")
    unit = ""
    if kind == "string":
        low, high, unit = schema.get("minLength"), schema.get("maxLength"), " characters"
    default = f"default `{schema['default']}`" if "default" in schema else ""
    return ", ".join(filter(None, [kind, _range(low, high, unit), default]))


def _range(low: object, high: object, unit: str) -> str:
    match low, high:
        case None, None:
            return ""
        case 1, None if unit:
            return "not empty"
        case None, _:
            return f"at most {high}{unit}"
        case _, None:
            return f"at least {low}{unit}"
    return f"{low} to {high}{unit}"
