"""Build the Lambda package, and place it where Chalice looks for its cached package.

`chalice deploy` and `chalice package`, run in the staging folder, then use this package unchanged. A lock
keeps other commands from replacing the build folder meanwhile.
"""

import fcntl
import io
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_STORED

from chalice.deploy.packager import LambdaDeploymentPackager
from chalice.utils import UI, OSUtils
from msgspec import Struct

from chalicelib.errors import DarkroomError
from ops.packaging import archive, kernel
from ops.packaging.bytecode import compile_tree
from ops.packaging.locked_libraries import LockedLibraries
from ops.packaging.verification import PackageMismatch, verify

# Packages of earlier versions are not reused: their libraries were not locked.
_COMPILED = b"compiled by darkroom from locked libraries"
ARCHITECTURES = ("arm64", "x86_64")
_MACHINES = {"x86_64": "x86_64", "AMD64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


class _Uncompressed(OSUtils):
    """Lets Chalice create archives without compression, since they are unpacked to be packed again."""

    ZIP_DEFLATED = ZIP_STORED


class Package(Struct, frozen=True, kw_only=True):
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
    """Build the package for an architecture and the running Python version.

    If a package with the same code and libraries exists, it is reused. In both cases, its contents are
    checked. Raises KernelNotBuilt, PackageIncomplete, PackageMismatch.
    """
    folder = create_staging_folder(project, architecture)
    packager = _packager(architecture)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    zipped = Path(packager.deployment_package_filename(str(folder), version))
    if zipped.exists() and archive.comment(zipped) != _COMPILED:
        zipped.unlink()
    if zipped.exists():
        _verify(zipped, folder)
    else:
        packager.create_deployment_package(str(folder), version)
        _finish(zipped, folder)
    return Package(project=folder, zip=zipped, architecture=architecture)


def _packager(architecture: str) -> LambdaDeploymentPackager:
    osutils = _Uncompressed()
    dependencies = LockedLibraries(osutils, architecture=architecture)
    # The commands report their progress themselves.
    silent = UI(out=io.StringIO())
    return LambdaDeploymentPackager(osutils, dependencies, silent, architecture)


def _finish(zipped: Path, project: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive.unpack(zipped, folder)
        zipped.unlink()
        verify(folder, project)
        compile_tree(folder)
        archive.pack(folder, zipped, _COMPILED)


def _verify(zipped: Path, project: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        archive.unpack(zipped, Path(name))
        try:
            verify(Path(name), project)
        except PackageMismatch as error:
            raise PackageMismatch(f"{error}; delete {zipped} to build it again") from error


_SHIPPED = ("app.py", "requirements.txt")
_LIBRARY = "chalicelib"
_STATE = ".chalice"
_KERNEL = Path(_LIBRARY, "imaging", "kernel")
# The kernel's sources, and what was compiled from them for this machine, perhaps some time ago.
_NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.c", "*.h", "*.so", "*.part")


def create_staging_folder(project: Path, architecture: str) -> Path:
    """Create `.build/lambda`, replacing an existing one, and return its path. Raises KernelNotBuilt.

    The kernel is compiled for the architecture. Without it, there is no package.

    Chalice packs every file in chalicelib, including bytecode caches, and derives the package's file name
    from their contents. So the modules are copied without caches and compiled once, and Python writes no
    more caches when it loads them. Chalice's configuration and deployment state stay in the project; the
    staging folder links to them.
    """
    folder = project / ".build" / "lambda"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in _SHIPPED:
        shutil.copy2(project / name, folder / name)
    shutil.copytree(project / _LIBRARY, folder / _LIBRARY, ignore=_NOT_SHIPPED)
    kernel.build(project / _KERNEL, architecture, folder / _KERNEL / f"kernel-{architecture}.so")
    compile_tree(folder / _LIBRARY, seen_as=_LIBRARY)
    (folder / _STATE).symlink_to(project / _STATE, target_is_directory=True)
    return folder


class BuildInProgress(DarkroomError):
    """Another command uses the build folder."""

    code = "build_in_progress"


@contextmanager
def build_lock(project: Path) -> Iterator[None]:
    """Hold the lock inside the block. Raises BuildInProgress. A process that ends releases it."""
    folder = project / ".build"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildInProgress(
                f"Another command is building or deploying in {project}; wait until it ends"
            ) from None
        yield
