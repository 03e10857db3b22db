import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.imaging.metadata import cbor
from chalicelib.imaging.metadata.c2pa import Manifest, read
from tests.unit.imaging import jumbf

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
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
