"""Resolves ACCOUNT.127.0.0.1, which boto3 makes of MiniStack's address for requests to key value stores.

Python imports this module when it starts, if its folder is in PYTHONPATH.
"""

import re
import socket
from typing import Any

_getaddrinfo = socket.getaddrinfo
_ACCOUNT = re.compile(r"^[0-9]{12}\.(?=127\.0\.0\.1$)")


def _resolve(host: str | None, *arguments: Any, **options: Any) -> Any:
    return _getaddrinfo(_ACCOUNT.sub("", host) if host else host, *arguments, **options)


setattr(socket, "getaddrinfo", _resolve)  # noqa: B010 - the overloads of its types differ
