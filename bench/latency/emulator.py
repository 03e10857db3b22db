"""Emulate AWS until the input ends: `python -P bench/latency/emulator.py`, in the folder of a checkout.

It answers a line with the environment of the functions, as JSON, and imports only the checkout's own `local`.
"""

import json
import sys
from typing import Any

from local import aws
from local.account import sdk_environment
from local.resources import create_resources

# What 0.9 calls the resources, and the server.
_SETTINGS = (
    *("upload_bucket", "dest_bucket", "images_table", "tokens_table"),
    *("failures_queue", "deferred_queue", "erasures_queue", "process_function"),
)
_SERVER = "AwsServer"


def main() -> None:
    """Run moto's server with the resources of the checkout."""
    serving = getattr(aws, "serving_aws", None) or getattr(aws, _SERVER)
    with serving(0) as server:
        # No object is under this prefix, so that moto sends no events.
        resources: Any = create_resources(aws.connect(server.url), "no-events/")
        if hasattr(resources, "environment"):
            names = resources.environment()
        else:
            names = {name.upper(): getattr(resources, name) for name in _SETTINGS}
        sys.stdin.readline()
        sys.stdout.write(f"{json.dumps({**sdk_environment(server.url), **names})}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
