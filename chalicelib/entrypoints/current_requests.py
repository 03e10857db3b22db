"""What the routes of all blueprints need of the current request."""

from chalice.app import Blueprint, Request

from chalicelib.access.principals import Scope
from chalicelib.api import callers
from chalicelib.bootstrap import darkroom


def request_of(blueprint: Blueprint) -> Request:
    """Return the request that a route of the blueprint answers."""
    request = blueprint.current_request
    if request is None:
        raise RuntimeError("a route was called without a request")
    return request


def reader_of(request: Request) -> str:
    """Return the owner that a caller with the scope `read` acts for, and count the request.

    Raises NotAuthenticated, InsufficientScope, QuotaExceeded.
    """
    owner = callers.owner_of(request, Scope.READ)
    darkroom().read_quota.charge(owner)
    return owner
