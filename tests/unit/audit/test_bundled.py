"""The C libraries inside the wheels that decode images."""

import re

import pi_heif

from audit import bundled


def test_the_libraries_of_pi_heif_are_named_with_their_versions() -> None:
    (line,) = (line for line in bundled.listing().splitlines() if "pi-heif" in line)
    assert re.fullmatch(r"  pi-heif [\d.]+: libheif \d+\.\d+\.\d+, libde265 \d+\.\d+\.\d+", line), (
        pi_heif.libheif_info()
    )


def test_the_decoders_of_pillow_are_named() -> None:
    (line,) = (line for line in bundled.listing().splitlines() if "Pillow" in line)
    for library in ("libjpeg_turbo", "webp", "avif", "libtiff"):
        assert re.search(rf"{library} \d+\.\d+", line), library


def test_each_package_has_its_own_line() -> None:
    listed = bundled.text({"a 1": {"b": "2", "c": "3"}, "d 4": {"e": "5"}})
    assert listed.splitlines()[1:] == ["  a 1: b 2, c 3", "  d 4: e 5"]
