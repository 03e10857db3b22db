from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.imaging.metadata import cbor
from chalicelib.imaging.metadata.c2pa import Manifest, read
from tests.unit.imaging import jumbf

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
CREATED = {"action": "c2pa.created", "digitalSourceType": AI}


def test_the_generator_and_the_source_type_are_read() -> None:
    claim = {"claim_generator_info": {"name": "Firefly", "version": "3"}, "alg": "sha256", "n": -7}
    store = jumbf.store(jumbf.manifest("1", claim, [{"action": "c2pa.opened"}, CREATED]))
    assert read(store) == Manifest(claim_generator="Firefly", digital_source_type=AI)


@pytest.mark.parametrize(
    "claim",
    [
        {"claim_generator": "Old", "claim_generator_info": []},
        {"claim_generator_info": [{"name": "Old"}]},
        {"claim_generator": "Old", "claim_generator_info": {"version": "1"}},
    ],
)
def test_older_claims_name_their_generator(claim: object) -> None:
    assert read(jumbf.store(jumbf.manifest("1", claim))) == Manifest(claim_generator="Old")


def test_the_last_manifest_is_the_active_one() -> None:
    manifests = [jumbf.manifest(str(number), {"claim_generator": f"G{number}"}) for number in (1, 2)]
    found = read(jumbf.store(*manifests))
    assert found is not None
    assert found.claim_generator == "G2"


@pytest.mark.parametrize("label", ["adobe:urn:uuid:1", "urn:uuid:1", "urn:c2pa:1:adobe"])
def test_manifests_can_have_the_name_of_a_vendor(label: str) -> None:
    store = jumbf.store(jumbf.manifest(label, {"claim_generator": "G"}, [CREATED]))
    assert read(store) == Manifest(claim_generator="G", digital_source_type=AI)


def test_an_action_that_used_ai_counts_more_than_others() -> None:
    actions = [{"digitalSourceType": "digitalCapture"}, {"digitalSourceType": COMPOSITE}]
    store = jumbf.store(jumbf.manifest("1", {}, actions))
    assert read(store) == Manifest(digital_source_type=COMPOSITE)


def ingredient(of: str, relationship: str = "parentOf", field: str = "activeManifest") -> dict[str, Any]:
    return {"relationship": relationship, field: {"url": f"self#jumbf=/c2pa/urn:c2pa:{of}"}}


@pytest.mark.parametrize(
    ("label", "field"),
    [("c2pa.ingredient.v3", "activeManifest"), ("c2pa.ingredient__1", "c2pa_manifest")],
)
def test_edits_inherit_the_source_type(label: str, field: str) -> None:
    made = jumbf.manifest("1", {}, [CREATED])
    edited = jumbf.manifest("2", {}, [{"action": "c2pa.opened"}], {label: ingredient("1", field=field)})
    again = jumbf.manifest("3", {}, [], {label: ingredient("2", field=field)})
    assert read(jumbf.store(made, edited, again)) == Manifest(digital_source_type=AI)
    assert read(jumbf.store(made) + jumbf.store(edited)) == Manifest(digital_source_type=AI)


def test_the_source_type_of_a_component_is_not_that_of_the_image() -> None:
    made = jumbf.manifest("1", {}, [CREATED])
    edited = jumbf.manifest("2", {}, [], {"c2pa.ingredient.v3": ingredient("1", "componentOf")})
    assert read(jumbf.store(made, edited)) == Manifest()


def test_manifests_that_are_their_own_parents_end() -> None:
    circle = [jumbf.manifest(a, {}, [], {"c2pa.ingredient.v3": ingredient(b)}) for a, b in ("12", "21")]
    assert read(jumbf.store(*circle)) == Manifest()


@pytest.mark.parametrize(
    "claim", ["text", [], {"claim_generator": 7}, {"claim_generator_info": ["x"]}, {1: 2}]
)
def test_an_unexpected_claim_still_counts_as_a_manifest(claim: object) -> None:
    assert read(jumbf.store(jumbf.manifest("1", claim, ["x"]))) == Manifest()


@pytest.mark.parametrize(
    "store", [b"", bytes(40), jumbf.store(), jumbf.superbox("other"), jumbf.store()[:20]]
)
def test_without_a_manifest_there_is_nothing(store: bytes) -> None:
    assert read(store) is None


@given(st.data())
def test_damage_never_raises(data: st.DataObject) -> None:
    store = bytearray(jumbf.store(jumbf.manifest("1", {"claim_generator": "G"}, [CREATED])))
    for _ in range(data.draw(st.integers(1, 4))):
        store[data.draw(st.integers(0, len(store) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(read(bytes(store)), Manifest | None)


@pytest.mark.parametrize(
    ("encoded", "value"),
    [
        (b"\x18\x64", 100),
        (b"\x38\x63", -100),
        (b"\x43abc", b"abc"),
        (b"\x82\x01\xf5", [1, True]),
        (b"\xc1\x1a\x00\x00\x00\x05", 5),
        (b"\xfb\x3f\xf8\x00\x00\x00\x00\x00\x00", 1.5),
        (b"\xf6", None),
    ],
)
def test_cbor_is_decoded(encoded: bytes, value: object) -> None:
    assert cbor.decode(encoded) == value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x9b" + b"\xff" * 8,
        b"\x81" * 100,
        b"\x5f\x41a\xff",
        b"\xa1\x80\x01",
        b"\x9a\x00\x0f\x00\x00" + b"\x00" * 1_000_000,
    ],
)
def test_malformed_or_excessive_cbor_is_an_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="CBOR"):
        cbor.decode(data)
