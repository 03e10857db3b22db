"""Small cases of multipart uploads."""

from tests.model.actions import (
    BEGIN_PARTS,
    COMPLETE,
    DELETE,
    END_UPLOADS,
    ERASE,
    PUT_OTHER_PART,
    PUT_PART_ONE,
    PUT_PART_TWO,
    SWEEP,
    delete_through_the_api,
)
from tests.model.case import Case
from tests.model.features import Features

_STORED = [BEGIN_PARTS, PUT_PART_ONE, PUT_PART_TWO]

MULTIPART_CASES = {
    "completed twice": Case(before=_STORED, script=[COMPLETE, COMPLETE], preemptions=2),
    "completed before all parts are stored": Case(
        before=[BEGIN_PARTS, PUT_PART_ONE], script=[COMPLETE, PUT_PART_TWO, COMPLETE], preemptions=2
    ),
    "completed while a part is replaced": Case(
        before=_STORED, script=[COMPLETE, PUT_OTHER_PART, COMPLETE], preemptions=1
    ),
    "completed while the upload is swept": Case(
        before=[*_STORED, END_UPLOADS], script=[COMPLETE, SWEEP], preemptions=1
    ),
    "completed while it is deleted": Case(
        before=_STORED, script=[COMPLETE, delete_through_the_api], preemptions=1
    ),
    "completed while it is erased": Case(
        before=_STORED, script=[COMPLETE, ERASE], preemptions=1, features=Features(events=True)
    ),
    "completed after the object was deleted": Case(
        before=_STORED, script=[COMPLETE, DELETE, COMPLETE], preemptions=1
    ),
    "an upload that is never completed": Case(
        before=[BEGIN_PARTS, PUT_PART_ONE, END_UPLOADS],
        script=[SWEEP, delete_through_the_api],
        crashes=1,
        preemptions=1,
    ),
}
