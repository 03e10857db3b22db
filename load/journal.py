"""What the handlers wrote into the stack's log: how many runs there were, by outcome. Pure."""

import re
from collections import Counter

_RUN = re.compile(r"^darkroom - INFO - \S.*: ([a-z]+)$", re.MULTILINE)
_DEAD = re.compile(r"^darkroom - ERROR - Given up: ", re.MULTILINE)


def runs(log: str) -> Counter[str]:
    """Count the lines that `process_upload` writes, one for each run."""
    return Counter(_RUN.findall(log))


def dead_letters(log: str) -> int:
    """Count the lines that `process_failures` writes, one for each dead letter."""
    return len(_DEAD.findall(log))
