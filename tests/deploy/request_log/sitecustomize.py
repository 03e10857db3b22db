"""Python imports this at its start: each request to AWS from then on is noted, as a line."""

import json
import os
from pathlib import Path
from typing import Any

from botocore.client import BaseClient

_NOTES = Path(os.environ["REQUEST_LOG"])
_ask = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001 - other processes have no better place to listen


def _noted(client: BaseClient, operation: str, params: dict[str, Any]) -> object:
    model = client.meta.service_model
    http = model.operation_model(operation).http
    with _NOTES.open("a", encoding="utf-8") as notes:
        note = {"service": model.service_name, "operation": operation, "params": params, "http": http}
        notes.write(json.dumps(note, default=str) + "\n")
    return _ask(client, operation, params)


BaseClient._make_api_call = _noted  # type: ignore[attr-defined]  # noqa: SLF001 - as above
