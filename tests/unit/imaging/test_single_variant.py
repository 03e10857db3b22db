"""Rendering a single variant gives the same bytes as rendering all."""

import pytest

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain.geometry import plan
from chalicelib.domain.presets import Presets
from tests.unit.imaging.samples import ENGINE
from tests.unit.workflow.test_same_result_as_direct_mode import FILES

pytestmark = pytest.mark.also_without_kernel

SPECS = Presets.from_json(PRESETS_FILE.read_bytes()).presets


@pytest.mark.parametrize("file", ["jpeg", "transparent png", "animated gif"])
def test_a_single_variant_has_the_same_bytes_as_among_all(file: str) -> None:
    content = FILES[file]()
    info = ENGINE.inspect(content)
    plans = plan(info, SPECS)
    together = ENGINE.render(content, info, plans)
    for rendered in together.variants:
        alone = ENGINE.render(content, info, plans, only=rendered.name)
        assert alone.variants == (rendered,)
        assert alone.placeholder == together.placeholder
