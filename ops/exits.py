"""Exit codes."""

from enum import IntEnum


class Exit(IntEnum):
    """What scripts may rely on."""

    OK = 0
    FAILED = 1
    USAGE = 2
    MORE_LEFT = 3
    INTERRUPTED = 130


EXIT_CODES = """\
exit codes:
  0    all that there was to do is done, or counted
  1    AWS or a setting did not let it; the message says what to do
  2    wrong usage
  3    the limit is reached and more is left
  130  interrupted
"""
