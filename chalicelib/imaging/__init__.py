"""The image engine: decode images and render variants. The only package that imports PIL.

What it exports is loaded on use, so that the API asks for the kernel's file without loading Pillow.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.imaging.engine import PillowEngine
    from chalicelib.imaging.limits import Limits

__all__ = ["Limits", "PillowEngine"]

_MODULES = {"Limits": "limits", "PillowEngine": "engine"}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
