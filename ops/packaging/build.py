"""Build the Lambda package, and place it where Chalice looks for its cached package.

`chalice deploy` and `chalice package`, run in the staging folder, then use this package unchanged.
"""

import io
import platform
import re
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path

from chalice.deploy.packager import DependencyBuilder, LambdaDeploymentPackager
from chalice.utils import UI, OSUtils

from chalicelib.errors import DarkroomError
from ops.packaging import archive
from ops.packaging.bytecode import compile_tree
from ops.packaging.staging_folder import create_staging_folder

_COMPILED = b"compiled by darkroom"
ARCHITECTURES = ("arm64", "x86_64")
_MACHINES = {"x86_64": "x86_64", "AMD64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
_REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.-]*)==(\S+)", re.MULTILINE)


class PackageIncomplete(DarkroomError):
    """Chalice found no Lambda-compatible build of a library, and left it out of the package."""

    code = "package_incomplete"


@dataclass(frozen=True, kw_only=True)
class Package:
    """A built package: the folder to run Chalice in, the zip file and its processor architecture."""

    project: Path
    zip: Path
    architecture: str

    @property
    def runs_here(self) -> bool:
        """Whether this machine has the processor architecture of the package."""
        return architecture_here() == self.architecture


def architecture_here() -> str | None:
    """Return this machine's processor architecture by Lambda's name; None if Lambda does not have it."""
    return _MACHINES.get(platform.machine())


def build(project: Path, architecture: str) -> Package:
    """Build the package for an architecture and the running Python version. Raises PackageIncomplete.

    If a package with the same code and libraries exists, it is reused.
    """
    folder = create_staging_folder(project)
    packager = _packager(architecture)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    zipped = Path(packager.deployment_package_filename(str(folder), version))
    if zipped.exists() and archive.comment(zipped) != _COMPILED:
        zipped.unlink()
    if not zipped.exists():
        packager.create_deployment_package(str(folder), version)
        _finish(zipped, project / "requirements.txt")
    return Package(project=folder, zip=zipped, architecture=architecture)


def _packager(architecture: str) -> LambdaDeploymentPackager:
    osutils = OSUtils()
    dependencies = DependencyBuilder(osutils, architecture=architecture)
    # The commands report their progress themselves.
    silent = UI(out=io.StringIO())
    return LambdaDeploymentPackager(osutils, dependencies, silent, architecture)


def _finish(zipped: Path, requirements: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive.unpack(zipped, folder)
        zipped.unlink()
        check_complete(folder, requirements)
        compile_tree(folder)
        archive.pack(folder, zipped, _COMPILED)


def check_complete(folder: Path, requirements: Path) -> None:
    """Check that the package contains each pinned library. Raises PackageIncomplete."""
    found = {_normal(each.name) for each in Distribution.discover(path=[str(folder)])}
    wanted = {_normal(name) for name, _ in _REQUIREMENT.findall(requirements.read_text("utf-8"))}
    if missing := sorted(wanted - found):
        raise PackageIncomplete(
            f"No build for Lambda found of {', '.join(missing)}. Use the newest Python version that Lambda"
            " supports (3.12 or newer), and check that pip can reach a package index."
        )


def _normal(name: str) -> str:
    """Normalize the name of a distribution as in PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
