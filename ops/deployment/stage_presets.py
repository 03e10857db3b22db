"""The presets of a version of a stage, for checks and for the CDN."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

from msgspec import Struct

from chalicelib.domain.presets import Presets
from ops.deployment import presets_files
from ops.deployment.artifacts import Artifacts
from ops.deployment.request import Request
from ops.deployment.tools import Tools


class NamedPresets(Struct, frozen=True, kw_only=True):
    """Presets, and the name of their file for errors."""

    presets: Presets
    source: str


def requested(request: Request, settings: Mapping[str, str], tools: Tools) -> NamedPresets:
    """Return the presets that a stage will have. Raises ConfigurationError."""
    if request.presets:
        return NamedPresets(presets=Presets.from_json(request.presets, "--presets"), source="--presets")
    return _stored(settings, tools) or NamedPresets(
        presets=presets_files.shipped(tools.project), source=presets_files.SHIPPED.name
    )


def deployed(version: Mapping[str, str], tools: Tools) -> NamedPresets:
    """Return the presets of a version that is in the artifact bucket. Raises ConfigurationError.

    `version` has its parameters, and the bucket and the processor architecture of the stage.
    """
    if found := _stored(version, tools):
        return found
    artifacts = Artifacts(tools.clients.s3, version["ArtifactBucket"])
    with ZipFile(BytesIO(artifacts.package(version["ReleasePrefix"], version["Architecture"]))) as package:
        files = presets_files.SHIPPED.parent
        content = package.read(presets_files.SHIPPED.as_posix())
        presets = Presets.from_json(
            content, presets_files.SHIPPED.name, lambda name: package.read((files / name).as_posix())
        )
    return NamedPresets(presets=presets, source=presets_files.SHIPPED.name)


def _stored(settings: Mapping[str, str], tools: Tools) -> NamedPresets | None:
    """Return the presets in the artifact bucket; None if the version has those in its package."""
    version = settings.get("PresetsVersion")
    if not version:
        return None
    artifacts = Artifacts(tools.clients.s3, settings["ArtifactBucket"])
    source = f"{settings['Presets']} ({version})"
    return NamedPresets(presets=presets_files.parsed(artifacts.presets(version), source), source=source)
