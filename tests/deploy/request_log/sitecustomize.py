"""Log each request to AWS as a line of JSON. Python imports this module when it starts."""

import json
import os
from pathlib import Path
from typing import Any

from botocore.client import BaseClient

_LOG = Path(os.environ["REQUEST_LOG"])
_make_api_call = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001 - in another process, no public hook covers all clients


def _logged(client: BaseClient, operation: str, params: dict[str, Any]) -> object:
    model = client.meta.service_model
    http = model.operation_model(operation).http
    with _LOG.open("a", encoding="utf-8") as log:
        request = {"service": model.service_name, "operation": operation, "params": params, "http": http}
        log.write(json.dumps(request, default=str) + "\n")
    return _make_api_call(client, operation, params)


BaseClient._make_api_call = _logged  # type: ignore[attr-defined]  # noqa: SLF001 - as above
