"""The descriptions of a class's fields, which are the strings below them."""

import ast
import inspect
from itertools import pairwise

from msgspec import Struct


def described(kind: type) -> dict[str, str]:
    """Return the string below each field of a class, on one line. Fields without a string are omitted.

    Inherited fields come first.
    """
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        if issubclass(each, Struct) and each is not Struct:
            found |= _own(each)
    return found


def _own(kind: type) -> dict[str, str]:
    (body,) = (
        node.body for node in ast.parse(inspect.getsource(kind)).body if isinstance(node, ast.ClassDef)
    )
    found = {}
    for field, below in pairwise(body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                found[name] = " ".join(words.split())
    return found
