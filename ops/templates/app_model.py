"""What a Chalice app consists of: its functions, their triggers and its API."""

from typing import Any

from msgspec import Struct

API_HANDLER = "api_handler"


class Function(Struct, frozen=True, kw_only=True):
    """A Lambda function: Chalice's name for it, and the handler that Lambda calls."""

    name: str
    handler: str


class QueueTrigger(Struct, frozen=True, kw_only=True):
    """An SQS queue that a function polls. `queue` is the name of the variable that names the queue.

    `batching_window` is how many seconds Lambda waits to fill a batch.
    """

    function: str
    queue: str
    batch_size: int
    batching_window: int
    maximum_concurrency: int | None


class Schedule(Struct, frozen=True, kw_only=True):
    """A schedule that starts a function, such as `rate(5 minutes)`."""

    function: str
    expression: str


class AppModel(Struct, frozen=True, kw_only=True):
    """An app. `uploads` are the functions that process S3 events, `api` is the API as a Swagger document."""

    functions: tuple[Function, ...]
    uploads: tuple[str, ...]
    queues: tuple[QueueTrigger, ...]
    schedules: tuple[Schedule, ...]
    authorizers: tuple[str, ...]
    api: dict[str, Any]
