"""What stays of an erased image, where, and until when. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from chalicelib.models import Erasure

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
_BACKUPS = timedelta(days=35)
# MessageRetentionPeriod of the queues in infra/storage.yaml and infra/events.yaml, which is SQS's maximum.
_QUEUES = timedelta(days=14)
# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
_EXECUTIONS = timedelta(days=90)


class Place(StrEnum):
    """Where data about an erased image stays.

    `backups` are those of the table of records, `queues` have S3's events and webhooks, `executions` are
    Step Functions' histories. `locked_versions` are object versions that S3 did not remove because of Object
    Lock.
    """

    BACKUPS = "backups"
    LOGS = "logs"
    QUEUES = "queues"
    EXECUTIONS = "executions"
    LOCKED_VERSIONS = "locked_versions"


class KeptData(Struct, frozen=True, kw_only=True):
    """Data in one place, at most until the given time, None if that is not known.

    `versions` is the number of object versions, None for other data.
    """

    place: Place
    until: datetime | None
    versions: int | None = None


class DataLifetimes(Struct, frozen=True, kw_only=True):
    """How long this deployment keeps logs, and whether it has executions."""

    logs: timedelta
    has_executions: bool


def kept_data(erasure: Erasure, lifetimes: DataLifetimes) -> tuple[KeptData, ...]:
    """Return what stays after a completed erasure, and nothing for one in progress."""
    return tuple(_kept(erasure, lifetimes))


def _kept(erasure: Erasure, lifetimes: DataLifetimes) -> Iterator[KeptData]:
    end = erasure.completed_at
    if end is None:
        return
    yield KeptData(place=Place.BACKUPS, until=end + _BACKUPS)
    yield KeptData(place=Place.LOGS, until=end + lifetimes.logs)
    yield KeptData(place=Place.QUEUES, until=end + _QUEUES)
    if lifetimes.has_executions:
        yield KeptData(place=Place.EXECUTIONS, until=end + _EXECUTIONS)
    if erasure.locked is not None:
        locked = erasure.locked
        yield KeptData(place=Place.LOCKED_VERSIONS, until=locked.until, versions=locked.count)
