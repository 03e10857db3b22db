"""Fields that later releases may add to values inside a record stay, whatever and wherever they are."""

import copy
from collections.abc import Iterator
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.items import from_item, to_item
from tests.contract.emulators import Emulator
from tests.contract.record_writes import WRITES, Item, item_of, put
from tests.contract.records import a_full_image

_SCALARS = st.one_of(
    st.builds(lambda text: {"S": text}, st.text(max_size=5)),
    st.builds(lambda number: {"N": str(number)}, st.integers(-9, 9) | st.sampled_from([0.5, -2.25])),
    st.builds(lambda value: {"BOOL": value}, st.booleans()),
    st.just({"NULL": True}),
    st.just({"SS": ["a", "b"]}),
    st.binary(max_size=5).map(lambda content: {"B": content}),
    st.just({"BS": [b"\x00", b"\xff"]}),
)
_NAMES = st.text(min_size=1, max_size=5).map(lambda text: f"later {text}")
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda values: {"L": values})
        | st.dictionaries(st.text(min_size=1, max_size=3), inner, max_size=2).map(
            lambda values: {"M": values}
        )
    ),
    max_leaves=4,
)
_FIELDS = st.dictionaries(_NAMES, _VALUES, max_size=2)


def maps(value: Item, path: str = "") -> Iterator[tuple[str, Item]]:
    """Yield each map in an attribute value, at any depth, and where it is."""
    for name, each in value.get("M", {}).items():
        yield from maps(each, f"{path}.{name}")
    for index, each in enumerate(value.get("L", ())):
        yield from maps(each, f"{path}[{index}]")
    if "M" in value:
        yield path, value["M"]


def test_records_are_the_same_in_whatever_order_the_table_returns_their_fields() -> None:
    image = a_full_image()
    read = []
    for names in ("ab", "ba"):
        item: Any = copy.deepcopy(to_item(image))
        item["source"]["M"]["later"] = {"M": {name: {"B": name.encode()} for name in names}}
        read.append(msgspec.json.encode(from_item(item)))
    assert read[0] == read[1], "their ETags would differ"


@settings(max_examples=50)
@given(data=st.data())
def test_unknown_fields_survive_all_writes_at_every_depth(moto: Emulator, data: st.DataObject) -> None:
    tables = moto.tables
    store = DynamoDBImageStore(tables.client, tables.images)
    image = a_full_image()
    item: Any = copy.deepcopy(to_item(image))
    added = {path: data.draw(_FIELDS, label=path) for path, _ in maps({"M": item})}
    for path, fields in maps({"M": item}):
        fields.update(added[path])
    put(tables, item)
    for write in data.draw(st.lists(st.sampled_from(sorted(WRITES)), min_size=1, max_size=3), label="writes"):
        current = store.get(image.id)
        assert current is not None
        assert WRITES[write](store, current), write
    found = {
        path: {name: each for name, each in fields.items() if name.startswith("later ")}
        for path, fields in maps({"M": item_of(tables, image)})
        if path in added
    }
    assert found == added
