"""Builds the package ahead of Chalice, under the name by which Chalice looks for one that is built already.

So `chalice deploy` and `chalice package`, run in the staged folder, take this one as it is.
"""

import platform
import re
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path

from chalice.cli.factory import CLIFactory
from chalice.deploy.packager import DependencyBuilder, LambdaDeploymentPackager
from chalice.utils import UI, OSUtils

from chalicelib.errors import DarkroomError
from ops.packaging import archive
from ops.packaging.bytecode import compile_tree
from ops.packaging.staging import staged

_COMPILED = b"compiled by darkroom"
_MACHINES = {"x86_64": "x86_64", "AMD64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
_REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.-]*)==(\S+)", re.MULTILINE)


class PackageIncomplete(DarkroomError):
    """Chalice found no build of a library for Lambda, and went on without it."""

    code = "package_incomplete"


@dataclass(frozen=True, kw_only=True)
class Package:
    """The project folder to run Chalice in, and the zip that it will find there."""

    project: Path
    zip: Path
    architecture: str

    @property
    def runs_here(self) -> bool:
        """Tell whether this machine's processor is the package's."""
        return _MACHINES.get(platform.machine()) == self.architecture


def build(project: Path, stage: str) -> Package:
    """Build the package of a stage for the Python that runs this. Raises PackageIncomplete.

    A package of the same code and libraries is not built again.
    """
    folder = staged(project)
    architecture: str = CLIFactory(str(folder)).create_config_obj(stage).lambda_architecture
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
    return LambdaDeploymentPackager(osutils, dependencies, UI(), architecture)


def _finish(zipped: Path, requirements: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive.unpack(zipped, folder)
        zipped.unlink()
        check_complete(folder, requirements)
        compile_tree(folder)
        archive.pack(folder, zipped, _COMPILED)


def check_complete(folder: Path, requirements: Path) -> None:
    """See that each pinned library is there. Raises PackageIncomplete."""
    found = {_normal(each.name) for each in Distribution.discover(path=[str(folder)])}
    wanted = {_normal(name) for name, _ in _REQUIREMENT.findall(requirements.read_text("utf-8"))}
    if missing := sorted(wanted - found):
        raise PackageIncomplete(
            f"There is no build for Lambda of {', '.join(missing)}. Use the newest Python that Lambda has"
            " (3.12 at least), and see that pip reaches a package index."
        )


def _normal(name: str) -> str:
    """Spell a distribution's name as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()
