"""The engine hands over each variant as soon as it is encoded."""

import itertools

import pytest

from chalicelib.domain.deadline import Deadline
from chalicelib.domain.geometry import plan
from chalicelib.imaging import parallel
from chalicelib.models import Rendered, VariantSpec
from tests.unit.imaging.samples import ENGINE, encoded, photo

SPECS = [VariantSpec(name=f"v{side}", width=side, height=side, format="webp") for side in (20, 300, 100)]
STILL = encoded(photo(400, 300), "jpeg")
MOVING = encoded(photo(400, 300), "gif", save_all=True, append_images=[photo(400, 300).rotate(90)])


@pytest.mark.parametrize("cores", [1, 4])
@pytest.mark.parametrize("content", [STILL, MOVING], ids=["still", "animation"])
def test_what_is_handed_over_is_what_the_result_would_have(
    content: bytes, cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "available_cores", lambda: cores)
    info = ENGINE.inspect(content)
    plans = plan(info, SPECS)
    handed: list[Rendered] = []
    rendering = ENGINE.render(content, info, plans, hand_over=handed.append)
    whole = ENGINE.render(content, info, plans)
    assert rendering.variants == ()
    assert {each.name: each for each in handed} == {each.name: each for each in whole.variants}
    assert rendering.sizes == whole.sizes == tuple(len(each.content) for each in whole.variants)
    assert rendering.placeholder == whole.placeholder


def test_a_variant_is_handed_over_before_the_next_one_is_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "available_cores", lambda: 1)
    info = ENGINE.inspect(STILL)
    happened: list[str] = []

    def look() -> int:
        happened.append("look at the time")
        return 60_000

    ENGINE.render(
        STILL,
        info,
        plan(info, SPECS),
        deadline=Deadline(look),
        hand_over=lambda rendered: happened.append(rendered.name),
    )
    handed = [happened.index(name) for name in ("v300", "v100", "v20")]
    # Before each encoding, the engine looks whether there is time for it.
    assert all("look at the time" in happened[one + 1 : other] for one, other in itertools.pairwise(handed))
