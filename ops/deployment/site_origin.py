"""The origin of the website that a new stage is for: its first deployment decides about it.

Without it, the bucket and the API refuse the website's pages, and browsers only say that a request failed.
"""

import sys
from collections.abc import Callable

from msgspec.structs import replace

from chalicelib.errors import ConfigurationError
from ops.cloudformation.names import Stage
from ops.deployment import settings_options
from ops.deployment.request import Request
from ops.printing import Printer

ReadLine = Callable[[], str]


class OriginUndecided(ConfigurationError):
    """A new stage is deployed without an origin, and nobody says that it needs none."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(
            f"{stage.name} is a new stage; add `--origin URL`, such as `--origin https://www.example.com`, so"
            " that pages of this website can upload images, or `--no-origin` if no website shall"
        )


def terminal() -> ReadLine | None:
    """Return what reads a line from the terminal; None if nobody sits there."""
    return sys.stdin.readline if sys.stdin.isatty() and sys.stderr.isatty() else None


def decided(asked: Request, read_line: ReadLine | None, printer: Printer) -> Request:
    """Ask for the origins of a new stage; return the request with them. Raises OriginUndecided."""
    if read_line is None:
        raise OriginUndecided(asked.stage)
    printer.note(_QUESTION.format(stage=asked.stage.name))
    while answer := read_line():
        try:
            origins, _ = settings_options.origins([answer.strip().rstrip("/")], ())
        except ConfigurationError as error:
            printer.error(f"{error}; try again")
        else:
            return replace(asked, new_origins=origins)
    raise OriginUndecided(asked.stage)


_QUESTION = """\
{stage} is a new stage. Which website may upload images to it and use its API from browsers?
Enter its origin, such as https://www.example.com, or several with commas. Press Enter for none;
`ops deploy {stage} --origin URL` adds one at any time."""
