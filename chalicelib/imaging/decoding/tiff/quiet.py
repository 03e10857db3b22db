"""Keep libtiff from printing to the standard error stream, which is the function's log.

Pillow does not offer this, so it calls Pillow's own libtiff through ctypes. Pillow's Linux wheels bundle the
library under a different name. If it is missing, libtiff prints what is wrong with a damaged image.
"""

from functools import lru_cache
from pathlib import Path

import PIL


@lru_cache(maxsize=1)
def silence() -> None:
    """Remove the handlers of libtiff that print errors and warnings. Pillow raises an exception anyway."""
    # Only TIFF needs it, so other cold starts do not load it.
    import ctypes  # noqa: PLC0415

    for path in (Path(PIL.__file__).parent.parent / "pillow.libs").glob("libtiff-*.so*"):
        library = ctypes.CDLL(str(path))
        for handler in ("TIFFSetErrorHandler", "TIFFSetWarningHandler"):
            # The default return type would truncate the pointer, but the old handler is not needed.
            getattr(library, handler)(None)
