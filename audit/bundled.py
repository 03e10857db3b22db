"""Name the C libraries inside the wheels that decode images. pip-audit knows only Python packages.

Compare these versions with the libraries' own security advisories. pi-heif is published less often than
pillow-heif, so its libheif and libde265 can be older.
"""

from collections.abc import Iterable, Mapping

import pi_heif
from PIL import features

Versions = Mapping[str, str]

# As PIL.features names them: modules and codecs that decode untrusted files.
_OF_PILLOW = ("libjpeg_turbo", "zlib", "webp", "avif", "libtiff", "littlecms2")


def listing() -> str:
    """Return one line for each package, with its libraries and their versions."""
    pillow = {name: str(features.version(name)) for name in _OF_PILLOW}
    return text(
        {f"Pillow {features.version('pil')}": pillow, f"pi-heif {pi_heif.__version__}": _of_pi_heif()}
    )


def text(packages: Mapping[str, Versions]) -> str:
    """Return the listing of packages, each with the versions of its libraries."""
    lines = (f"  {package}: {_joined(versions.items())}" for package, versions in packages.items())
    return "\n".join(("Bundled libraries, which pip-audit does not know:", *lines))


def _of_pi_heif() -> Versions:
    """Return libheif and its decoders, which it describes like `libde265 HEVC decoder, version 1.1.0`."""
    info = pi_heif.libheif_info()
    decoders = {name: description.rpartition(" ")[2] for name, description in info["decoders"].items()}
    return {"libheif": info["libheif"], **decoders}


def _joined(versions: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions)
