"""What the use cases need from outside.

Adapters fit by shape; one contract suite runs over each fake and its adapter.
"""

from chalicelib.ports.clock import Clock
from chalicelib.ports.processing import EventPublisher, EventSender, ImageEngine, Moderator, Workflow
from chalicelib.ports.records import BulkReader, ImageStore
from chalicelib.ports.storage import OutputStorage, SourceObject, SourceStorage

__all__ = [
    "BulkReader",
    "Clock",
    "EventPublisher",
    "EventSender",
    "ImageEngine",
    "ImageStore",
    "Moderator",
    "OutputStorage",
    "SourceObject",
    "SourceStorage",
    "Workflow",
]
