"""Run MiniStack in its own environment, on a listening socket that it inherits.

Usage: python serve.py FILE_DESCRIPTOR
"""

import asyncio
import os
import sys
from typing import Any

import ministack.app as emulator
from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.core.responses import error_response_json
from ministack.services import lambda_svc as functions

MAX_MEMORY = int(os.environ["MAX_MEMORY"])

_pin_request_origin = emulator.pin_request_origin
_update_config = functions._update_config  # noqa: SLF001 - MiniStack's CloudFormation calls it


def _pin_as_secure(source_ip: str, _secure_transport: object) -> None:
    """Let bucket policies see TLS. MiniStack serves plain HTTP here, which ours deny."""
    _pin_request_origin(source_ip, secure_transport=True)


def _limit_memory(name: str, configuration: dict[str, Any]) -> Any:
    """Refuse more memory than a new account of AWS may use; MiniStack accepts everything."""
    if configuration.get("MemorySize", 0) > MAX_MEMORY:
        reason = f"'MemorySize' value failed to satisfy constraint: less than or equal to {MAX_MEMORY}"
        return error_response_json("InvalidParameterValueException", reason, 400)
    return _update_config(name, configuration)


emulator.pin_request_origin = _pin_as_secure
functions._update_config = _limit_memory  # noqa: SLF001 - as above

config = Config()
config.bind = [f"fd://{sys.argv[1]}"]
config.keep_alive_timeout = 75  # as MiniStack's own command
asyncio.run(serve(emulator.app, config))
