"""The reference of the Python client, generated from signatures and docstrings.

It follows the guide in docs/reference/python.md.
"""

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator
from typing import is_typeddict

import darkroom

# Not of HTTPX, which also has an AsyncClient.
_MODULES = re.compile(r"\b(?!httpx\.)(?:[a-z_]\w*\.)+(?=[A-Z])")


def reference() -> str:
    """Return every public name of the package as Markdown."""
    return "\n".join(part for name in _ordered() for part in _described(name))


def _ordered() -> list[str]:
    """Return the public names: callables first, then data classes, then errors."""

    def rank(name: str) -> int:
        thing = getattr(darkroom, name)
        return (
            2 if isinstance(thing, type) and issubclass(thing, Exception) else dataclasses.is_dataclass(thing)
        )

    return sorted(darkroom.__all__, key=lambda name: (rank(name), name))


def _described(name: str) -> Iterator[str]:
    thing = getattr(darkroom, name)
    yield f"### {name}\n"
    if isinstance(thing, type) and issubclass(thing, Exception):
        yield f"Subclass of `{thing.__bases__[0].__name__}`.\n"
    elif is_typeddict(thing):
        yield _fenced(name, inspect.Signature(list(_fields(thing))))
    elif callable(thing) and not hasattr(thing, "__members__"):
        yield _code(name, thing)
    yield _text(thing)
    if thing in (darkroom.Client, darkroom.Image, darkroom.Upload):
        for method, function in inspect.getmembers(thing, inspect.isfunction):
            if not method.startswith("_"):
                yield f"#### {name}.{method}\n"
                yield _code(method, function)
                yield _text(function)


def _fields(typed_dict: type) -> Iterator[inspect.Parameter]:
    for name, kind in inspect.get_annotations(typed_dict).items():
        yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind)


def _code(name: str, thing: object) -> str:
    if not callable(thing):
        raise TypeError(f"{name} has no signature")
    signature = inspect.signature(thing)
    shown = [
        parameter
        for parameter in signature.parameters.values()
        if parameter.name not in ("self", "clock") and not parameter.name.startswith("_")
    ]
    return _fenced(name, signature.replace(parameters=shown))


def _fenced(name: str, signature: inspect.Signature) -> str:
    return f"```python\n{_wrapped(name, signature)}\n```\n"


def _wrapped(name: str, signature: inspect.Signature) -> str:
    """Wrap the signature at 90 characters, if this Python can, and remove module names from types."""
    whole = f"{name}{signature}"
    if len(whole) > 90 and sys.version_info >= (3, 13):  # noqa: PLR2004 - said above
        whole = f"{name}{signature.format(max_width=90)}"
    return _MODULES.sub("", whole)


def _text(thing: object) -> str:
    return f"{inspect.cleandoc(thing.__doc__ or '')}\n"
