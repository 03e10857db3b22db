"""Run MiniStack in its own environment, on a listening socket that it inherits.

Usage: python serve.py FILE_DESCRIPTOR
"""

import asyncio
import sys

import ministack.app as emulator
from hypercorn.asyncio import serve
from hypercorn.config import Config

_pin_request_origin = emulator.pin_request_origin


def _pin_as_secure(source_ip: str, _secure_transport: object) -> None:
    """Let bucket policies see TLS. MiniStack serves plain HTTP here, which ours deny."""
    _pin_request_origin(source_ip, secure_transport=True)


emulator.pin_request_origin = _pin_as_secure

config = Config()
config.bind = [f"fd://{sys.argv[1]}"]
config.keep_alive_timeout = 75  # as MiniStack's own command
asyncio.run(serve(emulator.app, config))
