"""Small cases of variants on demand, which browsers request while the image changes."""

from tests.model.actions import (
    DELETE,
    ERASE,
    PUT_INDECENT,
    PUT_ONE,
    PUT_TWO,
    REFOCUS,
    SETTLE,
    VIEW,
)
from tests.model.case import Case
from tests.model.features import Features

CDN, MODERATION = Features(cdn=True), Features(cdn=True, moderation=True)

RENDITION_CASES = {
    "viewed by two browsers": Case(before=[PUT_ONE, SETTLE], script=[VIEW, VIEW], crashes=1),
    "viewed while it is overwritten": Case(
        before=[PUT_ONE, SETTLE], script=[VIEW, PUT_TWO], crashes=1, preemptions=2
    ),
    "viewed again after it is overwritten": Case(
        before=[PUT_ONE, SETTLE, VIEW, SETTLE], script=[PUT_TWO, VIEW], preemptions=2
    ),
    "viewed while it is overwritten and restored": Case(
        before=[PUT_ONE, SETTLE], script=[VIEW, PUT_TWO, PUT_ONE], preemptions=1, versioned=False
    ),
    "viewed while it is deleted": Case(
        before=[PUT_ONE, SETTLE], script=[VIEW, DELETE], crashes=1, preemptions=2
    ),
    "viewed while it is deleted, with a CDN": Case(
        before=[PUT_ONE, SETTLE], script=[VIEW, DELETE], crashes=1, preemptions=1, features=CDN
    ),
    "viewed while it is rejected": Case(
        before=[PUT_ONE, SETTLE], script=[VIEW, PUT_INDECENT], crashes=1, preemptions=1, features=MODERATION
    ),
    "viewed while its focal point moves": Case(
        before=[PUT_ONE, SETTLE], script=[VIEW, REFOCUS], crashes=1, preemptions=1
    ),
    "viewed while it is erased": Case(
        before=[PUT_ONE, SETTLE], script=[VIEW, ERASE], crashes=1, preemptions=1
    ),
}
