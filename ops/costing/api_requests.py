"""Calculate what one request to each method of the API uses, and how many a day API Gateway lets through."""

from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct

from chalicelib.api import openapi
from chalicelib.api.static_files import PAGE
from chalicelib.bootstrap.static_pages import REFERENCE_FOLDER, component_script, page_texts
from chalicelib.entrypoints.throttling import CLASSES, FILES, RateClass, rate_class
from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts
from ops.costing.usage import DYNAMODB_WAIT, LOG_SHORT, REQUEST_CPU, Deployment

SECONDS_PER_DAY = 24 * 60 * 60
_WITHOUT_TOKEN = frozenset({RateClass.PUBLIC, RateClass.STATUS})
Limits = Mapping[RateClass, tuple[float, int]]
"""Requests per second, and at once, to each method of a class."""


class Method(Struct, frozen=True):
    """An HTTP method of a path, and whether it needs a token."""

    name: str
    path: str
    needs_token: bool

    @property
    def rate_class(self) -> RateClass:
        """The class whose limits API Gateway applies."""
        return rate_class(self.name, self.path)

    def most(self, limits: Limits, seconds: float = SECONDS_PER_DAY) -> float:
        """Return the most requests in this time, by default a day: the rate, and one full burst before it."""
        rate, burst = limits[self.rate_class]
        return seconds * rate + burst


CREATION = Method("POST", "/images", needs_token=True)


def methods() -> Iterator[Method]:
    """Yield all methods, if variants need a token.

    Every path has OPTIONS, and those with GET have HEAD, unless GET creates something.
    """
    paths = dict.fromkeys(path for _, path in CLASSES)
    for path in paths:
        yield Method("OPTIONS", path, needs_token=False)
    for (name, path), each in CLASSES.items():
        needs_token = each not in _WITHOUT_TOKEN and path not in FILES
        if name != "OPTIONS":
            yield Method(name, path, needs_token)
        if name == "GET" and each is not RateClass.WRITING:
            yield Method("HEAD", path, needs_token)


# A small document and the headers of a response.
_SHORT_RESPONSE = 2_000
# A signed URL is the longest part of an image's document: it contains the credentials of the function.
_DOCUMENT, _SIGNED_URL = 1_000, 1_900
# CPU time of signing one URL in milliseconds, measured with a page of 100 images with four variants each.
_SIGNING_MS = 0.8


def request(method: Method, deployment: Deployment) -> Amounts:
    """Return what one request uses that API Gateway passes on to the function, without the images read."""
    return {
        "api_request": 1,
        "transfer_out_gb": _response_bytes(method) / BYTES_PER_GB,
        **_invocation(deployment),
    }


def refused_token(deployment: Deployment) -> Amounts:
    """Return what a request with an unknown token uses, which only calls the authorizer.

    API Gateway does not bill requests that it rejects:
    https://repost.aws/questions/QUY2x146iORPmsJHpff8u0eA/
    """
    return _invocation(deployment)


def image_read(variants: int, deployment: Deployment) -> Amounts:
    """Return what one image of a response uses, with a signed URL for each variant."""
    return {
        **deployment.lambda_ms(variants * _SIGNING_MS),
        "dynamodb_read": 1,
        "transfer_out_gb": (_DOCUMENT + variants * _SIGNED_URL) / BYTES_PER_GB,
    }


def _invocation(deployment: Deployment) -> Amounts:
    return {
        "lambda_request": 1,
        **deployment.lambda_ms(REQUEST_CPU, DYNAMODB_WAIT),
        "dynamodb_read": 1,
        "logs_gb": LOG_SHORT / BYTES_PER_GB,
    }


def _response_bytes(method: Method) -> int:
    # A response to HEAD has no body.
    return _SHORT_RESPONSE + (_public_bodies().get(method.path, 0) if method.name == "GET" else 0)


@cache
def _public_bodies() -> dict[str, int]:
    """Return the size of the largest public response by path, if it is not small."""
    page = page_texts()
    reference = [file for file in REFERENCE_FOLDER.iterdir() if file.suffix != ".txt"]
    return {
        "/": len(page[PAGE].encode()),
        "/web/{version}/{name}": max(len(text.encode()) for text in page.values()),
        "/embed/{version}/{name}": len(component_script().encode()),
        "/docs/{version}/{name}": max(file.stat().st_size for file in reference),
        "/openapi.json": len(str(openapi.description(public_variants=False))),
    }
