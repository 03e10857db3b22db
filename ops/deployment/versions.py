"""The parameters that make up a version of a stage, and those that remember the previous one."""

from collections.abc import Mapping

_VERSION = ("ReleasePrefix", "Presets", "PresetsVersion")


def updated(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters for the version in `after`. They remember the one in `before` if they differ."""
    version = {name: after.get(name, "") for name in _VERSION}
    earlier = {name: before.get(name, "") for name in _VERSION}
    if not before or version == earlier:
        return version
    return version | {f"Previous{name}": value for name, value in earlier.items()}


def swapped(before: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters for the previous version, which remember the current one."""
    version = {name: before.get(f"Previous{name}", "") for name in _VERSION}
    return version | {f"Previous{name}": before.get(name, "") for name in _VERSION}
