"""Load the compiled kernel. This is the only module that knows the types of its functions' arguments."""

import ctypes
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from chalicelib.errors import ConfigurationError
from chalicelib.imaging.kernel import objects

_ABI = 1
_ADVICE = "build it again with make kernel, or set DARKROOM_KERNEL=off"
_INT32, _SIZE, _DOUBLE = ctypes.c_int32, ctypes.c_size_t, ctypes.c_double
_INT16S, _INT32S = ctypes.POINTER(ctypes.c_int16), ctypes.POINTER(ctypes.c_int32)
_DOUBLES, BYTES = ctypes.POINTER(ctypes.c_double), ctypes.POINTER(ctypes.c_uint8)
_TABLE = (_INT32S, _SIZE, _INT32S, _SIZE, _INT16S, _SIZE, _INT32)
_UINT16S, _UINT32S = ctypes.POINTER(ctypes.c_uint16), ctypes.POINTER(ctypes.c_uint32)
# The arguments of each function, in the order of the C files. All but the level return a status of kernel.h.
_FUNCTIONS = MappingProxyType(
    {
        "darkroom_level": (),
        "darkroom_limit_level": (_INT32,),
        "darkroom_map_colors": (
            *(BYTES, _SIZE, BYTES, _SIZE, BYTES, _SIZE, _SIZE, _INT32),
            *(_UINT32S, _SIZE, _UINT16S, _SIZE),
        ),
        "darkroom_select_colors": (
            *(BYTES, _SIZE, BYTES, _SIZE, BYTES, _SIZE, _INT32S, _SIZE),
            *(_UINT32S, _SIZE, _UINT32S, _SIZE, _UINT16S, _SIZE),
        ),
        "darkroom_weights": (
            *(_INT32, _INT32, _DOUBLE, _DOUBLE, _INT32),
            *(*_TABLE, _DOUBLES, _SIZE),
        ),
        "darkroom_resample": (
            *(BYTES, _SIZE, _INT32, _INT32, _INT32, _INT32),
            *(*_TABLE, *_TABLE),
            *(BYTES, _SIZE, _INT32, _INT32, _INT32, BYTES, _SIZE),
        ),
        "darkroom_unfilter": (BYTES, _SIZE, BYTES, _SIZE, _SIZE, _SIZE),
        "darkroom_reduce": (BYTES, _SIZE, _SIZE, _INT32, _INT32, _INT32, BYTES, _SIZE),
    }
)


def is_available(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether this process renders images with the kernel, without loading it."""
    mode = environment.get("DARKROOM_KERNEL")
    return mode == "on" or (mode != "off" and objects.is_built())


@lru_cache(maxsize=1)
def loaded() -> ctypes.CDLL | None:
    """Return the kernel, or None if Pillow does everything.

    An object that is there must load: which way an image is rendered is part of the names of its files.
    Raises ConfigurationError if it does not, so that the image is not taken for a damaged one.
    """
    if not is_available():
        return None
    file = objects.object_here()
    if file is None:
        raise ConfigurationError("DARKROOM_KERNEL is on, but there is no kernel for this machine; set auto")
    return load(file)


def load(file: Path) -> ctypes.CDLL:
    """Load a compiled kernel. Raises ConfigurationError if it is not for this machine or out of date."""
    try:
        library = ctypes.CDLL(str(file))
        _declare(library)
    except (OSError, AttributeError) as error:
        raise ConfigurationError(f"The kernel cannot be loaded: {error}; {_ADVICE}") from error
    if library.darkroom_kernel_abi() != _ABI:
        raise ConfigurationError(f"The kernel is out of date; {_ADVICE}")
    return library


def check(status: int) -> None:
    """Raise ValueError if a function of the kernel did not return OK, with the status of kernel.h."""
    if status:
        raise ValueError(f"The kernel rejected its arguments or the data (status {status})")


def _declare(library: ctypes.CDLL) -> None:
    library.darkroom_kernel_abi.restype, library.darkroom_kernel_abi.argtypes = _INT32, ()
    for name, arguments in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = _INT32, arguments
