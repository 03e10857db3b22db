"""Create the image engine."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from chalicelib.bootstrap.kernel import check_kernel
from chalicelib.bootstrap.memory_limit import limit_memory
from chalicelib.config.settings import Settings

if TYPE_CHECKING:
    from chalicelib.imaging import PillowEngine


def default_engine(overlays: Mapping[str, bytes] = MappingProxyType({})) -> "PillowEngine":
    """Return the image engine with its default limits, for tools that work without settings.

    `overlays` is that of the presets.
    """
    from chalicelib.imaging import Limits, PillowEngine

    return PillowEngine(Limits(), overlays)


def deployed_engine(
    settings: Settings, env: Mapping[str, str], overlays: Mapping[str, bytes]
) -> "PillowEngine":
    """Return the image engine of a deployment, and limit the memory of this process.

    Raises ConfigurationError if the kernel is to be used and not there.
    """
    from chalicelib.imaging import Limits, PillowEngine

    check_kernel(settings.darkroom_kernel)
    limit_memory(env)
    return PillowEngine(Limits(max_decode_bytes=settings.max_decode_bytes), overlays)
