"""Calculate what one request to the API uses of the units that AWS bills, at most."""

from functools import cache

from chalicelib.api import openapi
from chalicelib.api.static_files import PAGE
from chalicelib.bootstrap.static_pages import REFERENCE_FOLDER, component_script, page_texts
from ops.costing.methods import Method
from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts
from ops.costing.usage import DYNAMODB_WAIT, LOG_SHORT, REQUEST_CPU, Deployment

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
        **deployment.lambda_seconds(variants * _SIGNING_MS / deployment.cpu_share / 1000),
        "dynamodb_read": 1,
        "transfer_out_gb": (_DOCUMENT + variants * _SIGNED_URL) / BYTES_PER_GB,
    }


def _invocation(deployment: Deployment) -> Amounts:
    milliseconds = REQUEST_CPU / deployment.cpu_share + DYNAMODB_WAIT
    return {
        "lambda_request": 1,
        **deployment.lambda_seconds(milliseconds / 1000),
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
