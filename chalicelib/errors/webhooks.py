"""Webhooks that nobody takes, and endpoints that are none."""

from chalicelib.errors.base import Permanent, Transient


class DeliveryFailed(Transient):
    """An endpoint did not take a webhook; `retry_after` is how many seconds it asks to wait, if it does."""

    code = "delivery_failed"

    def __init__(self, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UnusableUrl(DeliveryFailed):
    """The endpoint's URL is none that webhooks are sent to."""

    code = "unusable_url"


class EndpointNotFound(Permanent):
    """The principal has no endpoint; the operator is told."""

    code = "endpoint_not_found"
