"""Download the libraries of the package: the wheels of requirements.txt for Lambda, each checked by its hash.

Chalice's own builder downloads without hashes, and adds dependencies that no file names.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from chalice.deploy.packager import DependencyBuilder, Package

from chalicelib.errors import DarkroomError

_LONGEST_REASON = 500


class PackageIncomplete(DarkroomError):
    """A library has no build for Lambda, differs from the lock, or could not be downloaded."""

    code = "package_incomplete"


class LockedLibraries(DependencyBuilder):
    """Fills the folder from which Chalice packs the libraries."""

    def build_site_packages(self, abi: str, requirements_filepath: str, target_directory: str) -> None:
        """Download the wheels and unpack them into the folder. Raises PackageIncomplete."""
        with tempfile.TemporaryDirectory() as wheels:
            download_wheels(Path(requirements_filepath), Path(wheels), abi, self._get_pip_platforms(abi))
            found = {Package(wheels, wheel.name) for wheel in Path(wheels).iterdir()}
            self._install_wheels(wheels, target_directory, found)


def download_wheels(requirements: Path, folder: Path, abi: str, platforms: list[str]) -> None:
    """Download the locked wheels for these platforms, such as `manylinux2014_aarch64`.

    With `--require-hashes`, pip also refuses dependencies that are not locked. Raises PackageIncomplete.
    """
    if not requirements.read_text("utf-8").strip():
        return
    options = ["--require-hashes", "--only-binary=:all:", "--implementation", "cp", "--abi", abi]
    targets = [argument for platform in platforms for argument in ("--platform", platform)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(  # noqa: S603 - pip, with the files of this project
        [*command, *options, *targets, "--dest", str(folder), "--requirement", str(requirements)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PackageIncomplete(
            f"pip cannot download the libraries of {requirements.name}: {_reason(done.stderr)}"
            "; use the newest Python version that Lambda supports (3.12 or newer), and check that pip can"
            " reach a package index"
        )


def _reason(output: str) -> str:
    """Return pip's error, which can have several lines, as one line."""
    _, found, errors = output.partition("ERROR: ")
    return " ".join((errors if found else output).split())[:_LONGEST_REASON]
