"""Keys are added and retired at the API and at the CDN."""

import pytest

from chalicelib.errors import ConfigurationError
from ops.signing_keys.rotation import ListedKey, SigningKeyNotFound, TooManySigningKeys, Use
from tests.unit.ops.signing_keys.stage import NAME, NOW, Stage, add


def test_the_first_key_signs_and_verifies_everywhere() -> None:
    stage = Stage()
    key = stage.keys.add(NOW)
    assert (len(key.id), len(key.secret)) == (8, 64)
    assert stage.at_api == stage.at_cdn == {key.id: key.secret}


def test_the_parameter_has_the_newest_key_first() -> None:
    stage = Stage()
    assert list(stage.at_api) == add(stage, 0)
    assert add(stage, 3) == list(stage.at_api)


def test_secrets_differ() -> None:
    stage = Stage()
    add(stage, 3)
    assert len({*stage.at_api.values()}) == 3


def test_the_id_tells_when_a_key_was_created() -> None:
    stage = Stage()
    add(stage)
    [listed] = stage.keys.list()
    assert listed.created_at == NOW


def test_keys_of_the_same_second_have_different_ids() -> None:
    assert add(Stage(), 2) == ["69f495c1", "69f495c0"]


def test_a_key_that_was_retired_no_longer_signs_or_verifies() -> None:
    stage = Stage()
    newest, oldest = add(stage, 2)
    stage.keys.retire(newest)
    assert list(stage.at_api) == list(stage.at_cdn) == [oldest]
    stage.keys.retire(oldest)
    assert stage.at_api == stage.at_cdn == {}


def test_there_are_at_most_five_keys() -> None:
    stage = Stage()
    ids = add(stage, 5)
    with pytest.raises(TooManySigningKeys, match="retire the oldest first"):
        stage.keys.add(NOW)
    assert list(stage.at_api) == ids
    stage.keys.retire(ids[-1])
    add(stage)


def test_a_key_that_does_not_exist_cannot_be_retired() -> None:
    stage = Stage()
    ids = add(stage)
    with pytest.raises(SigningKeyNotFound):
        stage.keys.retire("00000000")
    assert list(stage.at_api) == ids


def test_without_a_cdn_only_the_api_has_keys() -> None:
    stage = Stage()
    first, second = (stage.keys_without_cdn.add(NOW).id for _ in range(2))
    assert [each.use for each in stage.keys_without_cdn.list()] == [Use.SIGNS, Use.VERIFIES]
    stage.keys_without_cdn.retire(first)
    assert list(stage.at_api) == [second]
    assert stage.at_cdn == {}
    with pytest.raises(SigningKeyNotFound):
        stage.keys_without_cdn.retire(first)


def test_a_cdn_that_comes_later_gets_all_keys() -> None:
    stage = Stage()
    key = stage.keys_without_cdn.add(NOW)
    assert stage.keys.list() == [ListedKey(id=key.id, use=Use.NOT_AT_CDN)]
    assert stage.keys.synchronize() is True
    assert stage.at_cdn == {key.id: key.secret}
    assert stage.keys.synchronize() is False
    assert stage.keys_without_cdn.synchronize() is False


def test_a_parameter_with_something_else_is_an_error_that_does_not_quote_it() -> None:
    stage = Stage()
    stage.parameters.values[NAME] = '{"keys": [{"id": "6a000000", "secret": 12345}]}'
    with pytest.raises(ConfigurationError, match="does not contain signing keys") as caught:
        stage.keys.list()
    assert "12345" not in str(caught.value)
    assert caught.value.__suppress_context__
