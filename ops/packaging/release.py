"""Build a release: the packages and all templates, in one folder whose files refer to each other."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from chalicelib import VERSION
from ops.packaging.build import build
from ops.templates.app import app_template
from ops.templates.documents import self_contained
from ops.templates.root import root_template

_DIGEST_LENGTH = 16


class Release(Struct, frozen=True, kw_only=True):
    """A folder with the files of a release.

    `prefix` is the folder for them in the artifact bucket; releases with the same contents have the same.
    """

    folder: Path
    version: str
    prefix: str

    def files(self) -> list[Path]:
        """Return all files, sorted by name."""
        return _files(self.folder)


def build_release(project: Path, folder: Path, architectures: Sequence[str]) -> Release:
    """Build the release of a project into a folder, which it replaces.

    Raises KernelNotBuilt, PackageIncomplete, PackageMismatch, AppNotLoadable.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, template in templates(project, VERSION).items():
        (folder / name).write_text(template, "utf-8")
    for architecture in architectures:
        package = build(project, architecture)
        shutil.copyfile(package.zip, folder / f"darkroom-{VERSION}-{architecture}.zip")
    digest = hashlib.sha256(checksums(folder).encode()).hexdigest()[:_DIGEST_LENGTH]
    return Release(folder=folder, version=VERSION, prefix=f"releases/{digest}/")


def templates(project: Path, version: str) -> dict[str, str]:
    """Return all templates of a project's release by file name. Raises AppNotLoadable."""
    found = {path.name: self_contained(path) for path in sorted((project / "infra").glob("*.yaml"))}
    found["app.json"] = json.dumps(app_template(project, version), separators=(",", ":"))
    return {**found, "darkroom.yaml": root_template(found, version)}


def checksums(folder: Path) -> str:
    """Return the SHA-256 of each file in a folder, in the format of `sha256sum`."""
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in _files(folder)
    )


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())
