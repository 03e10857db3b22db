"""Load the compiled kernel. This is the only module that knows the types of its functions' arguments."""

import ctypes
import os
import platform
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_ABI = 1
_FOLDER = Path(__file__).parent
# Lambda's names of architectures by those of the machine.
_ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}


def object_file(architecture: str) -> Path:
    """Return where the compiled kernel for one of Lambda's architectures is, if there is one."""
    return _FOLDER / f"kernel-{architecture}.so"


def is_available(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether images are rendered with the kernel, without loading it."""
    architecture = _ARCHITECTURES.get(platform.machine())
    if environment.get("DARKROOM_KERNEL") == "off" or platform.system() != "Linux" or not architecture:
        return False
    return object_file(architecture).exists()


@lru_cache(maxsize=1)
def loaded() -> ctypes.CDLL | None:
    """Return the kernel, or None if Pillow does everything. Raises OSError if it cannot be loaded.

    An object that is there must load: which way an image is rendered is part of the names of its files.
    """
    if not is_available():
        return None
    library = ctypes.CDLL(str(object_file(_ARCHITECTURES[platform.machine()])))
    library.darkroom_kernel_abi.restype = ctypes.c_int32
    library.darkroom_kernel_abi.argtypes = ()
    if library.darkroom_kernel_abi() != _ABI:
        raise OSError("The kernel is out of date; build it again with make kernel")
    return library
