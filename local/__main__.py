"""The commands `python -m local up` and `python -m local demo`."""

import argparse
import logging
import os
import signal
import sys
from pathlib import Path

import local
from local.errors import LocalError
from local.network import LOOPBACK

STATE = Path(".local")


def main() -> int:
    """Run the command and return the exit status."""
    arguments = _arguments()
    logging.basicConfig(format="%(message)s")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _isolate()
    # moto reads the AWS settings when it is imported
    from local.commands import run  # noqa: PLC0415

    try:
        return run(arguments)
    except LocalError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _isolate() -> None:
    """Ignore the user's AWS settings and proxies, so that no request leaves this machine."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = LOOPBACK


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local", description=local.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up_parser = commands.add_parser("up", help="run the local stack until Ctrl-C")
    up_parser.add_argument("--port", type=int, default=8000, help="port of the API; 0 for any free port")
    up_parser.add_argument("--aws-port", type=int, default=0, help="port of the AWS API; 0 for any free port")
    up_parser.add_argument("--cdn-port", type=int, default=0, help="port of the CDN; 0 for any free port")
    up_parser.add_argument("--no-cdn", dest="cdn", action="store_false", help="sign the URLs of variants")
    up_parser.add_argument("--workers", type=int, default=2, help="number of images to process at a time")
    up_parser.add_argument("--timeout", type=float, default=60, help="time limit for one image, in seconds")
    up_parser.add_argument("--sweep-every", type=float, default=300, help="seconds between sweeps")
    up_parser.add_argument(
        "--workflow", choices=["direct", "stepfunctions"], default="direct", help="how images are processed"
    )
    up_parser.add_argument("--no-events", dest="events", action="store_false", help="publish no events")
    demo_parser = commands.add_parser("demo", help="process one image and stop")
    demo_parser.add_argument("image", type=_file, nargs="?", help="image file; default: the sample")
    for command in (up_parser, demo_parser):
        command.add_argument("--state", type=Path, default=STATE, help="folder for generated files")
    return parser.parse_args()


def _file(path: str) -> Path:
    """Return the path of a file. Without one, the command ends before it imports what takes a second."""
    if not Path(path).is_file():
        raise argparse.ArgumentTypeError(f"No such file: {path}")
    return Path(path)


if __name__ == "__main__":
    sys.exit(main())
