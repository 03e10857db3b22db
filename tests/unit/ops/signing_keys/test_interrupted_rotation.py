"""Whatever the API signs can be verified at the CDN, even if a command is interrupted between the two."""

import pytest

from ops.signing_keys.key_value_store import StoreBusy
from ops.signing_keys.rotation import ListedKey, Use
from tests.unit.ops.signing_keys.stage import ARN, DENIED, NOW, Stage, add


def test_a_key_that_the_cdn_refuses_never_signs() -> None:
    stage = Stage()
    earlier = add(stage)
    stage.key_values.error = DENIED
    with pytest.raises(type(DENIED)):
        stage.keys.add(NOW)
    assert list(stage.at_api) == list(stage.at_cdn) == earlier


def test_adding_again_replaces_a_key_that_was_left_over_at_the_cdn() -> None:
    stage = Stage()
    earlier = add(stage)
    stage.parameters.error = DENIED
    with pytest.raises(type(DENIED)):
        stage.keys.add(NOW)
    assert list(stage.at_api) == earlier
    assert [each.use for each in stage.keys.list()] == [Use.SIGNS, Use.LEFT_OVER]
    left_over = stage.at_cdn.copy()
    stage.parameters.error = None
    stage.keys.add(NOW)
    assert stage.at_cdn == stage.at_api
    assert stage.at_cdn != left_over
    assert len(stage.at_cdn) == 2


def test_a_key_that_cannot_be_retired_at_the_api_stays_at_the_cdn() -> None:
    stage = Stage()
    add(stage, 2)
    stage.parameters.error = DENIED
    with pytest.raises(type(DENIED)):
        stage.keys.retire(next(iter(stage.at_api)))
    assert stage.at_cdn == stage.at_api
    assert len(stage.at_api) == 2


def test_retiring_again_removes_the_key_that_was_left_over_at_the_cdn() -> None:
    stage = Stage()
    newest, oldest = add(stage, 2)
    stage.key_values.error = DENIED
    with pytest.raises(type(DENIED)):
        stage.keys.retire(newest)
    assert (list(stage.at_api), list(stage.at_cdn)) == ([oldest], [oldest, newest])
    stage.key_values.error = None
    assert stage.keys.list() == [
        ListedKey(id=oldest, use=Use.SIGNS),
        ListedKey(id=newest, use=Use.LEFT_OVER),
    ]
    stage.keys.retire(newest)
    assert list(stage.at_cdn) == [oldest]


def test_a_change_of_the_store_in_between_is_no_error() -> None:
    stage = Stage()
    changes = iter(["00000001", "00000002"])

    def change() -> None:
        if key_id := next(changes, None):
            stage.key_values.change(ARN, {key_id: "any"})

    stage.key_values.before_update = change
    key = stage.keys.add(NOW)
    assert stage.at_cdn == {key.id: key.secret}


def test_a_store_that_is_changed_again_and_again_is_an_error() -> None:
    stage = Stage()
    stage.key_values.before_update = lambda: stage.key_values.change(ARN, {})
    with pytest.raises(StoreBusy, match="run the same command again"):
        stage.keys.add(NOW)
    assert stage.at_api == {}
