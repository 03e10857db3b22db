"""Entry point of `python -m audit`. Exits with 1 if a pinned dependency has a known vulnerability."""

import subprocess
import sys
from pathlib import Path

from audit import bundled, verdict

_PROJECT = Path(__file__).parents[1]
LOCKS = tuple(str(_PROJECT / f"requirements-{name}.txt") for name in ("dev", "kernel"))
# For the advisories of one package.
TIMEOUT_SECONDS = "10"


def main() -> int:
    """List licenses and bundled libraries, then audit the locks of all packages.

    Those are what ships to Lambda, what development needs, and the kernel's compiler. Return the exit status.
    """
    sys.stdout.write(_run("piplicenses", "--from=mixed", "--format=plain").stdout)
    sys.stdout.write(f"\n{bundled.listing()}\n")
    options = ["--strict", "--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json"]
    run = _run(
        "pip_audit", *options, "--timeout", TIMEOUT_SECONDS, *(f"--requirement={lock}" for lock in LOCKS)
    )
    result = verdict.evaluate(run.returncode, run.stdout, run.stderr)
    sys.stdout.write(f"\n{result.text}\n")
    return 0 if result.passed else 1


def _run(module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - pinned tools
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    sys.exit(main())
