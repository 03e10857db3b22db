"""Decide whether images are rendered with the compiled kernel, without loading it."""

from chalicelib.config.enums import KernelMode
from chalicelib.errors import ConfigurationError


def uses_kernel(mode: KernelMode) -> bool:
    """Return whether a deployment with this setting renders with the kernel.

    With `on` it does, even if this machine has no kernel: operators ask about functions elsewhere.
    """
    return _is_built() if mode is KernelMode.AUTO else mode is KernelMode.ON


def check_kernel(mode: KernelMode) -> None:
    """Check that this process can render as the setting says. Raises ConfigurationError."""
    if mode is KernelMode.ON and not _is_built():
        raise ConfigurationError(
            "DARKROOM_KERNEL is on, but there is no kernel for this machine; run make kernel, or set auto"
        )


def _is_built() -> bool:
    from chalicelib.imaging.kernel import objects

    return objects.is_built()
