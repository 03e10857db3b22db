"""Load the compiled kernel. This is the only module that knows the types of its functions' arguments."""

import ctypes
import os
import platform
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

_ABI = 1
_FOLDER = Path(__file__).parent
# Lambda's names of architectures by those of the machine.
_ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}
_INT32, _SIZE, _DOUBLE = ctypes.c_int32, ctypes.c_size_t, ctypes.c_double
_INT16S, _INT32S = ctypes.POINTER(ctypes.c_int16), ctypes.POINTER(ctypes.c_int32)
_DOUBLES = ctypes.POINTER(ctypes.c_double)
# The arguments of each function, in the order of the C files. All but the level return a status of kernel.h.
_FUNCTIONS = MappingProxyType(
    {
        "darkroom_level": (),
        "darkroom_limit_level": (_INT32,),
        "darkroom_weights": (
            *(_INT32, _INT32, _DOUBLE, _DOUBLE, _INT32),
            *(_INT32S, _SIZE, _INT32S, _SIZE, _INT16S, _SIZE, _INT32),
            *(_DOUBLES, _SIZE),
        ),
    }
)


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
    for name, arguments in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = _INT32, arguments
    return library


def check(status: int) -> None:
    """Raise ValueError if a function of the kernel did not return OK, with the status of kernel.h."""
    if status:
        raise ValueError(f"The kernel rejected its arguments or the data (status {status})")
