"""How many bytes a document takes up in the response of the API's function."""

import json

import msgspec

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_LAMBDA_LIMIT = 6 * 1024 * 1024
# For the response's other fields. API Gateway accepts at most 10,240 bytes of headers:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
_OTHER_FIELDS = 16 * 1024
MAX_BYTES = _LAMBDA_LIMIT - _OTHER_FIELDS


def size_in_response(document: msgspec.Struct) -> int:
    """Return the size of a document in the function's response, in bytes.

    The response is JSON that contains the body, which is JSON itself, as a string. Its quotes are escaped.
    Lambda's runtimes differ in whether they escape characters outside ASCII, which takes more bytes, so this
    assumes that they do.
    """
    return len(json.dumps(msgspec.json.encode(document).decode()))
