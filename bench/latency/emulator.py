"""Emulate AWS until the input ends: `python -m bench.latency.emulator TEMPLATE`.

TEMPLATE is a checkout's infra/storage.yaml. The answer to each line of the input is the environment of the
functions, as JSON.
"""

import json
import sys
from pathlib import Path

from local.account import sdk_environment
from local.aws import connect, serving_aws
from local.resources import create_resources


def main() -> None:
    """Run moto's server with the resources of the template."""
    with serving_aws(0) as server:
        # No object is under this prefix, so that moto sends no events.
        resources = create_resources(connect(server.url), "no-events/", Path(sys.argv[1]))
        for _ in sys.stdin:
            sys.stdout.write(f"{json.dumps({**sdk_environment(server.url), **resources.environment()})}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
