"""Small cases whose schedules can be explored completely or almost completely."""

from chalicelib.config.enums import FormReuse
from tests.model.actions import (
    DELETE,
    ERASE,
    EXPIRE,
    FORM,
    INTRUDE,
    LIMIT_RETENTION,
    OLD_RECORD,
    PASS_DAYS,
    PUT_BROKEN,
    PUT_INDECENT,
    PUT_ONE,
    PUT_TEXT,
    PUT_TWO,
    RENDER_AGAIN,
    REPEAT_ERASURE,
    RESTORE,
    SETTLE,
    SWEEP,
    USE_ONE,
    USE_TWO,
    crowd,
    deliver_twice,
    describe,
    end_variant,
    leave,
    spend_attempts,
)
from tests.model.case import Case
from tests.model.features import Features
from tests.model.multipart_cases import MULTIPART_CASES
from tests.model.rendition_cases import RENDITION_CASES

EVENTS, CDN = Features(events=True), Features(cdn=True)
CHARGE = Features(form_reuse=FormReuse.CHARGE)
MODERATION = Features(cdn=True, moderation=True)
SHARES, WORKFLOW, RETENTION = Features(shares=True), Features(workflow=True), Features(retention=True)

CASES = {
    "two runs, overwritten": Case(before=[PUT_ONE], script=[PUT_TWO]),
    "two runs, deleted": Case(before=[PUT_ONE], script=[DELETE]),
    "two runs, a record under its old id": Case(before=[OLD_RECORD, PUT_ONE], script=[PUT_TWO]),
    "two runs, the same event": Case(before=[PUT_ONE, deliver_twice]),
    "an overwrite that can crash at any point": Case(before=[PUT_ONE, SETTLE], script=[PUT_TWO], crashes=4),
    "a deletion that can crash at any point": Case(before=[PUT_ONE, SETTLE], script=[DELETE], crashes=5),
    "a last attempt that crashes while the object is deleted": Case(
        before=[PUT_ONE, spend_attempts], script=[DELETE], crashes=1, preemptions=2
    ),
    "overwritten and deleted": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_TEXT, DELETE], crashes=1, preemptions=2
    ),
    "a file that turns out to be broken after its first variant": Case(before=[PUT_BROKEN], crashes=2),
    "overwritten by a file that turns out to be broken": Case(before=[PUT_ONE], script=[PUT_BROKEN]),
    "overwritten and restored": Case(before=[PUT_ONE, SETTLE], script=[PUT_TWO, PUT_ONE], versioned=False),
    "rendered again and overwritten": Case(
        before=[PUT_ONE, SETTLE], script=[RENDER_AGAIN, PUT_TWO], crashes=1, preemptions=1
    ),
    "overwritten, restored and rendered again": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_TWO, PUT_ONE, RENDER_AGAIN], preemptions=1, versioned=False
    ),
    "three runs, overwritten and restored": Case(
        before=[PUT_ONE], script=[PUT_TWO, PUT_ONE], preemptions=1, versioned=False
    ),
    "three runs, overwritten and deleted": Case(before=[PUT_ONE], script=[PUT_TWO, DELETE], preemptions=2),
    "described during a run": Case(before=[PUT_ONE], script=[describe, describe], crashes=2),
    "described and deleted": Case(
        before=[PUT_ONE, SETTLE, describe], script=[describe, DELETE, describe], crashes=1
    ),
    "two runs, overwritten, with events": Case(before=[PUT_ONE], script=[PUT_TWO], features=EVENTS),
    "an overwrite with events that can crash at any point": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_TWO], crashes=4, features=EVENTS
    ),
    "a deletion with events that can crash at any point": Case(
        before=[PUT_ONE, SETTLE], script=[DELETE], crashes=4, features=EVENTS
    ),
    "a deletion with a CDN that can crash at any point": Case(
        before=[PUT_ONE, SETTLE], script=[DELETE], crashes=2, preemptions=1, features=CDN
    ),
    "a last attempt that crashes while the object is deleted, with a CDN": Case(
        before=[PUT_ONE, spend_attempts], script=[DELETE], crashes=1, preemptions=1, features=CDN
    ),
    "deleted and restored, with a CDN": Case(
        before=[PUT_ONE, SETTLE], script=[DELETE, PUT_TWO], preemptions=1, features=CDN
    ),
    "overwritten and deleted, with events": Case(
        before=[PUT_ONE], script=[PUT_TWO, DELETE], preemptions=1, features=EVENTS
    ),
    "rejected, with a CDN": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_INDECENT], crashes=1, preemptions=1, features=MODERATION
    ),
    "deleted again, with a CDN and the quota used up": Case(
        before=[PUT_ONE, SETTLE, DELETE, SETTLE, PUT_TWO, SETTLE],
        script=[DELETE],
        crashes=1,
        preemptions=1,
        features=CDN,
    ),
    "a form used for two files": Case(before=[FORM, USE_ONE], script=[USE_TWO], preemptions=2),
    "a form used for two files, which counts": Case(
        before=[FORM, USE_ONE], script=[USE_TWO], preemptions=2, features=CHARGE
    ),
    "a form used again, with crashes": Case(
        before=[FORM, USE_ONE, SETTLE], script=[RENDER_AGAIN, USE_TWO], crashes=2, preemptions=1
    ),
    "a form used again after a deletion, with a stranger": Case(
        before=[FORM, USE_ONE, SETTLE, DELETE, SETTLE], script=[USE_ONE, INTRUDE], crashes=1
    ),
    "uploaded while a tombstone expires": Case(
        before=[PUT_ONE, SETTLE, DELETE, PASS_DAYS], script=[PUT_ONE, EXPIRE], crashes=2
    ),
    "restored while its retired files are due": Case(
        before=[PUT_ONE, SETTLE, PUT_TWO, SETTLE, PASS_DAYS],
        script=[PUT_ONE, SWEEP],
        crashes=2,
        preemptions=2,
        versioned=False,
    ),
    "restored before its retired files are due": Case(
        before=[PUT_ONE, SETTLE, PUT_TWO, SETTLE, PUT_ONE, SETTLE, PASS_DAYS],
        script=[SWEEP, SWEEP],
        crashes=2,
        versioned=False,
    ),
    "overwritten while retired files are due": Case(
        before=[PUT_ONE, SETTLE, PUT_TWO, SETTLE, PASS_DAYS],
        script=[PUT_INDECENT, SWEEP],
        crashes=1,
        preemptions=2,
    ),
    "deleted while retired files are due": Case(
        before=[PUT_ONE, SETTLE, PUT_TWO, SETTLE, PASS_DAYS], script=[DELETE, SWEEP], crashes=1, preemptions=2
    ),
    "deleted before retired files are due": Case(
        before=[PUT_ONE, SETTLE, PUT_TWO, SETTLE], script=[DELETE], crashes=3
    ),
    "rejected before retired files are due": Case(
        before=[PUT_ONE, SETTLE, PUT_TWO, SETTLE],
        script=[PUT_INDECENT],
        crashes=1,
        preemptions=1,
        features=MODERATION,
    ),
    "a record from a backup while its files are due": Case(
        before=[PUT_ONE, SETTLE, PUT_TWO, SETTLE, PASS_DAYS, RESTORE], script=[SWEEP, RENDER_AGAIN], crashes=2
    ),
    "deferred": Case(before=[crowd, PUT_ONE], script=[leave], crashes=1, preemptions=1, features=SHARES),
    "overwritten in workflow mode": Case(
        before=[PUT_ONE], script=[PUT_TWO], crashes=1, preemptions=1, features=WORKFLOW
    ),
    "uploaded again in workflow mode after the tombstone": Case(
        before=[PUT_ONE, SETTLE, DELETE, PASS_DAYS, EXPIRE],
        script=[PUT_ONE],
        crashes=2,
        versioned=False,
        features=WORKFLOW,
    ),
    "erased during a run": Case(before=[PUT_ONE], script=[ERASE], crashes=1, preemptions=1),
    "erased while it is overwritten": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_TWO, ERASE], preemptions=1, features=EVENTS
    ),
    "an erasure that can crash at any point": Case(
        before=[PUT_ONE, SETTLE, PUT_TWO, SETTLE], script=[ERASE], crashes=1, preemptions=0, features=CDN
    ),
    "uploaded again while an erasure ends": Case(
        before=[PUT_ONE, SETTLE], script=[ERASE, REPEAT_ERASURE, PUT_TWO], preemptions=1
    ),
    "a form used again during an erasure": Case(
        before=[FORM, USE_ONE, SETTLE], script=[ERASE, USE_TWO], preemptions=1
    ),
    "erased in workflow mode": Case(
        before=[PUT_ONE], script=[ERASE], crashes=1, preemptions=1, features=WORKFLOW
    ),
    "a variant that ends while the image is rendered again": Case(
        before=[PUT_ONE, SETTLE, end_variant], script=[SWEEP, RENDER_AGAIN], crashes=1, preemptions=1
    ),
    "a variant that ends while the image is erased": Case(
        before=[PUT_ONE, SETTLE, end_variant], script=[SWEEP, ERASE], preemptions=1, features=EVENTS
    ),
    "processed while the retention policy changes": Case(
        before=[PUT_ONE], script=[LIMIT_RETENTION], crashes=1, features=RETENTION
    ),
    "described while the retention policy changes": Case(
        before=[PUT_ONE], script=[LIMIT_RETENTION, describe], preemptions=2, features=RETENTION
    ),
    "overwritten while the retention policy changes": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_TEXT, LIMIT_RETENTION], preemptions=2, features=RETENTION
    ),
    "processed in workflow mode while the retention policy changes": Case(
        before=[PUT_ONE], script=[LIMIT_RETENTION], features=Features(retention=True, workflow=True)
    ),
    **RENDITION_CASES,
    **MULTIPART_CASES,
}
