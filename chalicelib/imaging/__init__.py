"""The image engine: decode images and render variants. The only package that imports PIL."""

from chalicelib.imaging.engine import PillowEngine
from chalicelib.imaging.limits import Limits

__all__ = ["Limits", "PillowEngine"]
