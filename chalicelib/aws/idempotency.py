"""Answers that are given once and then repeated, kept by Powertools' idempotency in DynamoDB."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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

from chalicelib.errors import IdempotencyKeyReused, RequestInProgress, ServiceUnavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Seconds for which an answer is repeated.
LIFETIME = 24 * 60 * 60
# Seconds after which a first request without an answer counts as dead. Many times what one takes, and
# no more than whoever sends it again is willing to wait: four attempts, by our Retry-After.
PATIENCE = 10
_PREFIX = "once"

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class _Patience:
    """What Powertools asks of Lambda's context. The function itself may run for much longer."""

    seconds: int

    def get_remaining_time_in_millis(self) -> int:
        return self.seconds * 1000


class DynamoDBIdempotencyStore:
    """Answers in the table of records: `once#HASH` is no id that an image can have."""

    def __init__(self, client: "DynamoDBClient", table: str, patience: int = PATIENCE) -> None:
        self._layer = DynamoDBPersistenceLayer(table, expiry_attr="expires_at", boto3_client=client)
        self._patience = _Patience(patience)

    def once(self, key: tuple[str, ...], body: str, make: Callable[[], Answer]) -> Answer:
        """Return what `make` returns, or what it returned for this key before; an error is not kept.

        Raises IdempotencyKeyReused, RequestInProgress, ServiceUnavailable, and whatever `make` raises.
        """
        config = IdempotencyConfig(
            event_key_jmespath="key",
            payload_validation_jmespath="body",
            expires_after_seconds=LIFETIME,
            hash_function="sha256",
            lambda_context=self._patience,  # type: ignore[arg-type] # all that is asked of it
        )

        def answer(*, asked: Mapping[str, object]) -> Answer:
            del asked  # which names the answer, and is all in `make` already
            return make()

        repeatable = idempotent_function(
            answer,
            data_keyword_argument="asked",
            persistence_store=self._layer,
            config=config,
            key_prefix=_PREFIX,
        )
        try:
            given: Answer = repeatable(asked={"key": list(key), "body": body})
        except IdempotencyValidationError as error:
            raise IdempotencyKeyReused(
                "This Idempotency-Key came with another body before; use a new key for a new request"
            ) from error
        except (IdempotencyAlreadyInProgressError, IdempotencyInconsistentStateError) as error:
            raise RequestInProgress(
                "The first request with this Idempotency-Key is still running; try again"
            ) from error
        except IdempotencyPersistenceLayerError as error:
            raise ServiceUnavailable(f"Keeping the answer: {error}") from error
        return given
