"""Patches moto's classes where they take most of the time and memory of the local stack.

1. For each request, moto lists its own folder up to twice to find the service, and then all methods of the
   service. The patched functions remember what they found.
2. moto looks for each of the ten types that a DynamoDB value can have, under several spellings. That took two
   thirds of a `GetItem`. The patched serializer looks for the type that the value has.
3. moto parses an update expression twice and copies its tree, and it checks each part of the tree for what
   the check of the whole finds, too. That took half of an `UpdateItem`.
4. moto copies the bytes of every object in the bucket when it lists versions. With 5,000 images, a call
   took seconds and the process grew by gigabytes. The patched copy has no bytes.
"""

import functools
import pickle
from io import BytesIO
from typing import Any

from moto.core import responses
from moto.core.serialize import ResponseSerializer
from moto.dynamodb.parsing import validators
from moto.dynamodb.parsing.expressions import UpdateExpressionParser  # type: ignore[attr-defined]  # untyped
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.s3.models import FakeKey

CACHED = (
    (DomainDispatcherApplication, "get_backend_for_host"),
    (responses, "method_names_from_class"),
    (UpdateExpressionParser, "make"),
)
"""Functions whose results moto does not change."""

_MEMBER = "_serialize_structure_member"
_serialize_member = getattr(ResponseSerializer, _MEMBER)


def speed_up_moto() -> None:
    """Patch moto's classes; a second call has no effect."""
    for owner, name in CACHED:
        function = getattr(owner, name)
        if not hasattr(function, "cache_info"):
            setattr(owner, name, functools.lru_cache(maxsize=1_000)(function))
    for validator in (validators.ActionCountValidator, validators.OverlappingPathsValidator):
        validator.traverse = validator.process
    setattr(ResponseSerializer, _MEMBER, _serialize_present_member)
    setattr(validators, "deepcopy", _copied_tree)  # noqa: B010  mypy sees no export
    setattr(FakeKey, "__deepcopy__", _without_bytes)  # noqa: B010  mypy does not know the attribute


def _serialize_present_member(
    serializer: ResponseSerializer,
    serialized: object,
    value: Any,  # noqa: ANN401 - any part of a response
    shape: Any,  # noqa: ANN401 - moto's types leave out the parent
    key: str,
) -> None:
    if shape.parent.name != "AttributeValue" or key in value:
        _serialize_member(serializer, serialized, value, shape, key)


def _copied_tree(tree: object) -> object:
    """Return what `deepcopy` would, in a tenth of its time."""
    return pickle.loads(pickle.dumps(tree))  # noqa: S301 - from the line itself


def _without_bytes(key: FakeKey, _: dict[int, object]) -> FakeKey:
    """Copy an object for a listing, the only use moto has for deep copies."""
    # Not FakeKey.__new__, because moto keeps a reference to every instance.
    copied: FakeKey = object.__new__(FakeKey)
    # A copy marked as disposed does not close the original's buffer when it is deleted.
    copied.__dict__.update(vars(key), _etag=key.etag.strip('"'), _value_buffer=BytesIO(), disposed=True)
    return copied
