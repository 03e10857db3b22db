"""Signatures of URLs."""

import hashlib
import hmac
import json

import pytest
from hypothesis import given

from chalicelib.domain.on_demand.operations import parse
from chalicelib.domain.on_demand.signatures import is_signed, sign
from chalicelib.models import NamedPreset, Operations, Resize, SigningKey
from tests.documents import ROOT
from tests.unit.domain.on_demand.operation_strategies import OPERATIONS

OLD = SigningKey(id="0" * 8, secret="a" * 64)
NEW = SigningKey(id="1" * 8, secret="b" * 64)
KEYS = (NEW, OLD)
RESIZE = Resize(width=700, height=500, position="top")
# The client and the edge sign and verify the same.
VECTORS = json.loads((ROOT / "tests" / "vectors" / "url_signatures.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["operations"])
def test_a_signature_is_as_in_the_vectors(vector: dict[str, str]) -> None:
    key_id, _, secret = vector["key"].partition(":")
    key = SigningKey(id=key_id, secret=secret)
    operations = parse(vector["operations"])
    assert sign(key, vector["image_id"], operations) == vector["signature"]
    assert is_signed([key], vector["signature"], vector["image_id"], operations)


def test_a_signature_is_the_key_s_id_and_half_an_hmac() -> None:
    digest = hmac.new(b"a" * 64, b"ID/w_700,h_500,pos_top", hashlib.sha256).hexdigest()
    assert sign(OLD, "ID", RESIZE) == "00000000" + digest[:32]


@given(OPERATIONS)
def test_every_key_verifies_what_it_signed(operations: Operations) -> None:
    assert is_signed(KEYS, sign(OLD, "ID", operations), "ID", operations)
    assert is_signed(KEYS, sign(NEW, "ID", operations), "ID", operations)


def test_a_signature_without_a_format_is_valid_for_every_format() -> None:
    signature = sign(NEW, "ID", RESIZE)
    assert is_signed(KEYS, signature, "ID", parse("w_700,h_500,pos_top,f_webp"))


def test_a_signature_with_a_format_is_valid_for_that_one_only() -> None:
    signature = sign(NEW, "ID", parse("w_700,f_webp"))
    assert is_signed(KEYS, signature, "ID", parse("w_700,f_webp"))
    assert not is_signed(KEYS, signature, "ID", parse("w_700,f_avif"))
    assert not is_signed(KEYS, signature, "ID", parse("w_700"))


@pytest.mark.parametrize(
    ("image_id", "operations"),
    [
        ("OTHER", RESIZE),
        ("ID", Resize(width=701, height=500, position="top")),
        ("ID", Resize(width=700, height=500)),
        ("ID", Resize(width=700, height=500, position="top", quality=79)),
        ("ID", NamedPreset(name="card")),
    ],
)
def test_a_signature_is_valid_for_one_image_and_one_size(image_id: str, operations: Operations) -> None:
    assert not is_signed(KEYS, sign(NEW, "ID", RESIZE), image_id, operations)


def test_a_key_that_is_gone_verifies_nothing() -> None:
    assert not is_signed([NEW], sign(OLD, "ID", RESIZE), "ID", RESIZE)
    assert not is_signed([], sign(NEW, "ID", RESIZE), "ID", RESIZE)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:0],
        lambda text: text[:8],
        lambda text: text[:-1],
        lambda text: text + "0",
        lambda text: text.upper(),
        lambda text: text[:-1] + ("0" if text[-1] != "0" else "1"),
        lambda text: text[:-1] + "é",
        # The signature of one key with the id of another.
        lambda text: OLD.id + text[8:],
    ],
    ids=["empty", "id", "short", "long", "upper", "digit", "not ASCII", "other key"],
)
def test_a_changed_signature_is_not_valid(change: object) -> None:
    signature = sign(NEW, "ID", Resize(width=700))
    assert callable(change)
    assert not is_signed(KEYS, change(signature), "ID", Resize(width=700))
