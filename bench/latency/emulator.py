"""Emulate AWS until the input ends: `python -P bench/latency/emulator.py`, in the folder of a checkout.

It prints the environment of the functions as JSON. It imports nothing but the checkout's own `local`.
"""

import json
import sys
from dataclasses import asdict

from local.account import sdk_environment
from local.aws import AwsServer, connect
from local.resources import create_resources

_SETTINGS = (
    *("upload_bucket", "dest_bucket", "images_table", "tokens_table"),
    *("failures_queue", "deferred_queue", "erasures_queue", "process_function"),
)


def main() -> None:
    """Run moto's server with the resources of the checkout."""
    with AwsServer(0) as server:
        # No object is under this prefix, so that moto sends no events.
        names = asdict(create_resources(connect(server.url), "no-events/"))
        environment = {**sdk_environment(server.url), **{name.upper(): names[name] for name in _SETTINGS}}
        sys.stdout.write(f"{json.dumps(environment)}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
