"""Store and replay the responses of idempotent requests, with Powertools and DynamoDB."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyInconsistentStateError,
    IdempotencyPersistenceLayerError,
    IdempotencyValidationError,
)
from msgspec import Struct

from chalicelib.errors import IdempotencyKeyReused, RequestInProgress, ServiceUnavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Seconds for which a stored response is replayed.
LIFETIME = 24 * 60 * 60
# Seconds after which a first request without a response is considered dead. Requests take a fraction of this,
# and clients that make four attempts with our Retry-After wait longer.
IN_PROGRESS_TIMEOUT = 10
_PREFIX = "idempotency"

StoredResponse = Mapping[str, Any]


class _RemainingTime(Struct, frozen=True):
    """The part of Lambda's context that Powertools reads; the function's own timeout is much longer."""

    seconds: int

    def get_remaining_time_in_millis(self) -> int:
        return self.seconds * 1000


class DynamoDBIdempotencyStore:
    """Stores responses in the image table under `idempotency#HASH`, which cannot be an image's id."""

    def __init__(
        self, client: "DynamoDBClient", table: str, in_progress_timeout: int = IN_PROGRESS_TIMEOUT
    ) -> None:
        self._layer = DynamoDBPersistenceLayer(table, expiry_attr="expires_at", boto3_client=client)
        self._remaining_time = _RemainingTime(in_progress_timeout)

    def run_once(self, key: tuple[str, ...], body: str, run: Callable[[], StoredResponse]) -> StoredResponse:
        """Return what `run` returns, or what it returned for this key before. Errors are not stored.

        Raises IdempotencyKeyReused, RequestInProgress, ServiceUnavailable, and whatever `run` raises.
        """
        config = IdempotencyConfig(
            event_key_jmespath="key",
            payload_validation_jmespath="body",
            expires_after_seconds=LIFETIME,
            hash_function="sha256",
            lambda_context=self._remaining_time,  # type: ignore[arg-type] # Powertools reads nothing else
        )

        def respond(*, request: Mapping[str, object]) -> StoredResponse:
            del request  # Powertools needs it for the key; `run` already knows it
            return run()

        idempotent = idempotent_function(
            respond,
            data_keyword_argument="request",
            persistence_store=self._layer,
            config=config,
            key_prefix=_PREFIX,
        )
        try:
            stored: StoredResponse = idempotent(request={"key": list(key), "body": body})
        except IdempotencyValidationError as error:
            raise IdempotencyKeyReused(
                "This Idempotency-Key was used with a different body. Use a new key for a new request."
            ) from error
        except (IdempotencyAlreadyInProgressError, IdempotencyInconsistentStateError) as error:
            raise RequestInProgress(
                "The first request with this Idempotency-Key is still in progress. Try again."
            ) from error
        except IdempotencyPersistenceLayerError as error:
            raise ServiceUnavailable(f"Storing the response: {error}") from error
        return stored
