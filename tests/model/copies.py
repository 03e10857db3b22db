"""Copies of fakes, for worlds that are copied."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Fake = TypeVar("Fake", bound="DataclassInstance")


def copied(service: Fake) -> Fake:
    """Return a copy of a fake, whose collections are copies, too."""
    collections: dict[str, Any] = {
        name: value.copy() for name, value in vars(service).items() if isinstance(value, dict | list | set)
    }
    return replace(service, **collections)
