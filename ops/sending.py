"""What all commands that send have in common."""

import argparse
from collections.abc import Iterable

from chalicelib.bootstrap.application import Darkroom
from chalicelib.errors import ConfigurationError
from chalicelib.recovery.dispatch import Dispatch, Step
from ops.display import Display
from ops.work import Work


def carry_out(
    steps: Iterable[Step], arguments: argparse.Namespace, darkroom: Darkroom, display: Display
) -> Work:
    """Send what is due, or only look at it in a dry run. Raises ConfigurationError."""
    limit = None
    if not arguments.dry_run:
        if darkroom.settings.process_function is None:
            raise ConfigurationError(
                "Which function is to process them? Say --stage, --function or PROCESS_FUNCTION"
            )
        limit = arguments.limit
        steps = Dispatch(sender=darkroom.sender).run(steps, limit)
    work = Work()
    with display.progress(limit) as show:
        work.do(steps, arguments.rate, show)
    return work
