"""Turn the arguments of `upload` into inputs: files, standard input and URLs."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from darkroom.cli.inputs import Input, SpooledInput, UnusableArgument
from darkroom.cli.paths import files_at, is_stream
from darkroom.cli.remote import RemoteFile, is_url
from darkroom.cli.spooling import UnusableInput, spool
from darkroom.messages import CHUNK_BYTES

STANDARD_INPUT = "-"


def expand(arguments: Iterable[str], check: Callable[[], None]) -> Iterator[Input]:
    """Yield the inputs of all arguments in order, each once.

    Streams are read here, in the main thread, so that Ctrl-C can interrupt the wait for them. `check` is
    called during downloads and may raise, to cancel them.
    """
    seen = set()
    for argument in arguments:
        for each in _inputs(argument, check):
            if str(each) not in seen:
                seen.add(str(each))
                yield each


def _inputs(argument: str, check: Callable[[], None]) -> Iterator[Input]:
    if is_url(argument):
        yield RemoteFile(argument, check)
    elif argument == STANDARD_INPUT or is_stream(argument):
        yield _spooled(argument)
    else:
        yield from files_at(argument)


def _spooled(argument: str) -> Input:
    try:
        with _stream(argument) as stream:
            name = "Standard input" if argument == STANDARD_INPUT else argument
            return SpooledInput(argument, spool(iter(partial(stream.read, CHUNK_BYTES), b""), name))
    except (UnusableInput, OSError) as error:
        return UnusableArgument(argument, error)


@contextmanager
def _stream(argument: str) -> Iterator[BinaryIO]:
    if argument != STANDARD_INPUT:
        with Path(argument).open("rb") as file:
            yield file
    elif sys.stdin.isatty():
        raise UnusableInput("Standard input is a terminal. Pipe an image into the command.")
    else:
        yield sys.stdin.buffer
