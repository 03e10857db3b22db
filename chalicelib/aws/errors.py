"""botocore's errors, translated into ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from chalicelib.errors import ObjectNotFound, ServiceUnavailable

# The last one is what a version without an id answers with once it has been overwritten.
_MISSING = frozenset({"NoSuchKey", "NoSuchVersion", "PreconditionFailed"})


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Raise ObjectNotFound for a missing object and ServiceUnavailable for anything else AWS reports.

    A refused permission counts as unavailable, too: the event is tried again, ends in the dead-letter
    queue, and can be put back once the role is mended.
    """
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _MISSING:
            raise ObjectNotFound(f"{what}: there is no such object") from error
        raise ServiceUnavailable(f"{what}: {error}") from error
    # Where the answer to a refused request breaks off, botocore passes on urllib3's own error.
    except (BotoCoreError, HTTPError) as error:
        raise ServiceUnavailable(f"{what}: {error}") from error


def is_condition_failure(error: ClientError) -> bool:
    """Tell whether a conditional write was refused because its condition did not hold."""
    return error.response["Error"]["Code"] == "ConditionalCheckFailedException"
