"""Errors in delivering webhooks and managing endpoints."""

from chalicelib.errors.base import Permanent, Transient


class DeliveryFailed(Transient):
    """An endpoint did not accept a webhook. `retry_after` is the delay in seconds that it asked for."""

    code = "delivery_failed"

    def __init__(self, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DeliveryPostponed(Transient):
    """No attempt was made, since the endpoint is paused or busy for `retry_after` more seconds."""

    code = "delivery_postponed"

    def __init__(self, message: str, retry_after: int = 0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UnusableUrl(DeliveryFailed):
    """Webhooks are not sent to the endpoint's URL."""

    code = "unusable_url"


class EndpointNotFound(Permanent):
    """The owner has no endpoint. Only commands report this."""

    code = "endpoint_not_found"
