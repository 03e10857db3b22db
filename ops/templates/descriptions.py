"""The descriptions of a class's fields, which are the strings below them."""

import ast
import inspect
from itertools import pairwise


def described(kind: type) -> dict[str, str]:
    """Return the string below each field of a class, on one line. Fields without a string are omitted."""
    (body,) = (
        node.body for node in ast.parse(inspect.getsource(kind)).body if isinstance(node, ast.ClassDef)
    )
    found = {}
    for field, below in pairwise(body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                found[name] = " ".join(words.split())
    return found
