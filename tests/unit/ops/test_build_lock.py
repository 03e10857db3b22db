"""Only one command at a time uses the build folder of a checkout."""

from pathlib import Path

import pytest

from ops.packaging.build import BuildInProgress, build_lock


def test_a_second_command_in_the_same_checkout_is_rejected(tmp_path: Path) -> None:
    with (
        build_lock(tmp_path),
        pytest.raises(BuildInProgress, match="wait until it ends"),
        build_lock(tmp_path),
    ):
        pass


def test_the_lock_is_released_at_the_end(tmp_path: Path) -> None:
    for _ in range(2):
        with build_lock(tmp_path):
            assert (tmp_path / ".build").is_dir()


def test_another_checkout_has_its_own_lock(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with build_lock(tmp_path), build_lock(tmp_path / "other"):
        assert (tmp_path / "other" / ".build").is_dir()
