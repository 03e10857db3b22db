"""The classes that the application under test consists of."""

from dataclasses import dataclass

from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.invalidation import InvalidationOutbox
from chalicelib.processing.pipeline import Pipeline
from chalicelib.processing.steps import Steps
from chalicelib.records.object_records import ObjectRecords
from chalicelib.recovery.dead_letters import DeadLetters
from chalicelib.recovery.sweep import Sweep


@dataclass(frozen=True, kw_only=True)
class Components:
    """The classes that the application consists of. The defaults are the real ones."""

    pipeline: type[Pipeline] = Pipeline
    dead_letters: type[DeadLetters] = DeadLetters
    cleanup: type[Cleanup] = Cleanup
    sweep: type[Sweep] = Sweep
    outbox: type[EventOutbox] = EventOutbox
    invalidations: type[InvalidationOutbox] = InvalidationOutbox
    steps: type[Steps] = Steps
    records: type[ObjectRecords] = ObjectRecords
