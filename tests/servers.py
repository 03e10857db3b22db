"""Run programs that serve HTTP on the loopback interface."""

import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from local.network import LOOPBACK

STOP_SECONDS = 10


@contextmanager
def running_server(
    command: Callable[[int], Sequence[str | Path]], environment: Callable[[int], Mapping[str, str]], log: Path
) -> Iterator[str]:
    """Run a program that accepts connections on a socket that is already listening; yield its URL.

    `command` gets the number of the socket's file descriptor, and `environment` the port. Because the socket
    is open from the start, no other process can take the port, and requests wait until the program is ready.
    Raises AssertionError with the program's output if it has ended by itself.
    """
    with log.open("wb") as output, socket.create_server((LOOPBACK, 0)) as listener:
        port: int = listener.getsockname()[1]
        process = subprocess.Popen(
            command(listener.fileno()),
            env=environment(port),
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=output,
        )
    try:
        yield f"http://{LOOPBACK}:{port}"
        assert process.poll() is None, log.read_text("utf-8", "replace")
    finally:
        _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill the program and the processes that it has started."""
    started = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.kill()
    for each in started:
        each.kill()
    process.wait()
    psutil.wait_procs(started, STOP_SECONDS)
