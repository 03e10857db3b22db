"""The exit codes of all commands."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes. Scripts can rely on them."""

    OK = 0
    FAILED = 1
    USAGE = 2
    MORE_LEFT = 3
    INTERRUPTED = 130


EXIT_CODES_HELP = """\
exit codes:
  0    success
  1    an AWS error or a wrong setting; the message says what to do
  2    invalid usage
  3    the limit is reached and there is more to send
  130  interrupted
"""
