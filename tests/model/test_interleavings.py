"""All schedules of small cases keep the invariants, and break them for every mutant."""

import pytest

from tests.model.cases import CASES
from tests.model.explore import explore
from tests.model.mutants import MUTANTS
from tests.model.violation import Violation

# For each mutant, a case that detects it.
SHOWN_BY = {
    "finalizes unconditionally": "two runs, overwritten",
    "undoes changes of metadata": "described during a run",
    "keeps the metadata of deleted images": "described and deleted",
    "claims without a new revision": "two runs, overwritten",
    "reads before claiming": "two runs, overwritten",
    "keeps whatever is stored": "overwritten and restored",
    "forgets what it has stored": "a file that turns out to be broken after its first variant",
    "discards what it publishes": "two runs, overwritten",
    "forgets old ids": "two runs, a record under its old id",
    "dead letters check only the status": "an overwrite that can crash at any point",
    "never sweeps": "a deletion that can crash at any point",
    "cleans up without checking the revision": "overwritten and restored",
    "ignores concurrent claims": "a last attempt that crashes while the object is deleted",
    "clears the event before publishing": "an overwrite with events that can crash at any point",
    "publishes before committing": "two runs, overwritten, with events",
    "clears the request before sending": "a deletion with a CDN that can crash at any point",
    "sends the request only once": "a last attempt that crashes while the object is deleted, with a CDN",
    "sends the request before the cleanup": "a deletion with a CDN that can crash at any point",
    "keeps the expiry of a claimed record": "uploaded while a tombstone expires",
    "never lets tombstones expire": "two runs, deleted",
    "forgets the owner of a tombstone": "a form used again after a deletion, with a stranger",
    "shows images to everyone": "a form used again after a deletion, with a stranger",
    "drops the event that it defers": "deferred",
    "notes a deferral before it is queued": "deferred",
    "does not count the uses of a form": "a form used for two files, which counts",
    "counts a use before listing it": "a form used for two files, which counts",
    "admits every use of a form": "a form used again, with crashes",
    "keeps refused versions": "a form used again, with crashes",
    "reads the record before listing outputs": "overwritten and restored",
    "does not invalidate rejected images": "rejected, with a CDN",
    "drops requests beyond the quota": "deleted again, with a CDN and the quota used up",
    "removes retired outputs by key": "restored while its retired files are due",
    "removes what is due without a look at the record": "a record from a backup while its files are due",
    "retires before finalizing": "overwritten and restored",
    "lets outputs of deleted images wait": "deleted before retired files are due",
    "names executions without the week": "uploaded again in workflow mode after the tombstone",
    "marks for erasure without a new revision": "erased during a run",
    "claims while erasing": "erased while it is overwritten",
    "keeps the key of an erased image": "an erasure that can crash at any point",
    "erases only the newest version": "an erasure that can crash at any point",
    "removes what arrived after the erasure": "uploaded again while an erasure ends",
    "completes an erasure despite runs": "erased during a run",
    "removes the file of a variant by its key": "a variant that ends while the image is rendered again",
    "leaves runs alone when the policy changes": "processed while the retention policy changes",
    "changes the policy last": "processed while the retention policy changes",
    "reads the policy only once": "processed while the retention policy changes",
    "never reads the record again": "viewed while it is deleted",
    "reads the record again from a cache": "viewed while it is overwritten",
    "reads the record again eventually consistently": "viewed while it is erased",
    "renders whatever version is current": "viewed while it is overwritten",
    "counts a rendering after it": "viewed while it is deleted",
    "keys without the version": "viewed again after it is overwritten",
    "keeps variants on demand": "viewed while it is deleted",
    "retires variants on demand": "viewed while it is overwritten",
    "cleans up without waiting for renderings": "viewed while it is deleted",
    "erases without waiting for renderings": "viewed while it is erased",
    "deletes without aborting the upload": "completed while it is deleted",
    "deletes before it aborts the upload": "completed while it is deleted",
    "erases without aborting the upload": "completed while it is erased",
    "completes without all parts": "completed before all parts are stored",
    "completes only once": "completed twice",
    "forgets the upload before aborting it": "an upload that is never completed",
    "ends an upload whatever the revision": "completed while the upload is swept",
    "never ends uploads": "an upload that is never completed",
}


@pytest.mark.parametrize("name", CASES)
def test_no_schedule_of_a_small_case_violates_an_invariant(name: str) -> None:
    assert explore(CASES[name].start()) > 100


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_is_detected(name: str) -> None:
    with pytest.raises(Violation):
        explore(CASES[SHOWN_BY[name]].start(MUTANTS[name]))
