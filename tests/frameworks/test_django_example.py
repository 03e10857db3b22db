"""The example site for Django, as it is in the repository."""

import os
import subprocess
import sys

from docsite.examples import EXAMPLES

ENVIRONMENT = {
    "DARKROOM_URL": "https://darkroom.test",
    "DARKROOM_TOKEN": "t0ken",
    "PYTHONDONTWRITEBYTECODE": "1",  # no files in the repository
}


def test_the_example_passes_django_s_checks_and_needs_no_migrations() -> None:
    command = [sys.executable, "manage.py", "makemigrations", "--check"]
    done = subprocess.run(
        command,
        cwd=EXAMPLES / "django",
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "No changes detected\n"), done.stderr
