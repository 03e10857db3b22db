"""Mutants of the application. Each breaks one rule."""

from typing import NamedTuple

from tests.model import (
    erasure_mutants,
    feature_mutants,
    multipart_mutants,
    protocol_mutants,
    rendition_mutants,
    retention_mutants,
    retirement_mutants,
)
from tests.model.components import Components
from tests.model.services import CachedOutputs, LaggingStore


class Mutant(NamedTuple):
    """The components, the store and the bucket to explore. The defaults are the real ones."""

    components: Components = Components()
    store: type[LaggingStore] = LaggingStore
    outputs: type[CachedOutputs] = CachedOutputs


ORIGINAL = Mutant()
MUTANTS = {
    "finalizes unconditionally": Mutant(store=protocol_mutants.FinalizesWithoutCondition),
    "undoes changes of metadata": Mutant(store=protocol_mutants.UndoesChangesOfMetadata),
    "keeps the metadata of deleted images": Mutant(store=protocol_mutants.KeepsMetadataOfDeleted),
    "claims without a new revision": Mutant(store=protocol_mutants.ClaimsWithoutNewRevision),
    "reads before claiming": Mutant(Components(pipeline=protocol_mutants.ReadsBeforeClaiming)),
    "keeps whatever is stored": Mutant(Components(steps=protocol_mutants.KeepsWhateverIsStored)),
    "forgets what it has stored": Mutant(Components(steps=protocol_mutants.ForgetsWhatItHasStored)),
    "discards what it publishes": Mutant(Components(cleanup=protocol_mutants.DiscardsPublished)),
    "forgets old ids": Mutant(Components(records=protocol_mutants.ForgetsOldIds)),
    "dead letters check only the status": Mutant(
        Components(dead_letters=protocol_mutants.ChecksOnlyTheStatus)
    ),
    "never sweeps": Mutant(Components(sweep=protocol_mutants.NeverSweeps)),
    "cleans up without checking the revision": Mutant(
        Components(cleanup=protocol_mutants.CleansUpWithoutChecking)
    ),
    "ignores concurrent claims": Mutant(Components(cleanup=protocol_mutants.IgnoresConcurrentClaims)),
    "clears the event before publishing": Mutant(
        Components(outbox=protocol_mutants.ClearsEventBeforePublishing)
    ),
    "publishes before committing": Mutant(Components(outbox=protocol_mutants.PublishesBeforeCommitting)),
    "clears the request before sending": Mutant(
        Components(invalidations=protocol_mutants.ClearsRequestBeforeSending)
    ),
    "sends the request only once": Mutant(Components(invalidations=protocol_mutants.SendsRequestOnlyOnce)),
    "sends the request before the cleanup": Mutant(
        Components(pipeline=protocol_mutants.SendsRequestBeforeCleanup)
    ),
    "keeps the expiry of a claimed record": Mutant(store=feature_mutants.KeepsExpiry),
    "never lets tombstones expire": Mutant(Components(steps=feature_mutants.KeepsTombstones)),
    "forgets the owner of a tombstone": Mutant(store=feature_mutants.ForgetsOwner),
    "shows images to everyone": Mutant(Components(lookup=feature_mutants.ShowsToEveryone)),
    "drops the event that it defers": Mutant(Components(fair_share=feature_mutants.DropsDeferredEvents)),
    "notes a deferral before it is queued": Mutant(Components(fair_share=feature_mutants.NotesDeferralFirst)),
    "does not count the uses of a form": Mutant(Components(form_uses=feature_mutants.CountsNoUses)),
    "counts a use before listing it": Mutant(Components(form_uses=feature_mutants.CountsBeforeListing)),
    "admits every use of a form": Mutant(Components(form_uses=feature_mutants.AdmitsEveryUse)),
    "keeps refused versions": Mutant(Components(form_uses=feature_mutants.KeepsRefusedVersions)),
    "reads the record before listing outputs": Mutant(
        Components(cleanup=feature_mutants.ReadsRecordBeforeListing)
    ),
    "does not invalidate rejected images": Mutant(Components(steps=feature_mutants.KeepsCopiesOfRejected)),
    "drops requests beyond the quota": Mutant(Components(invalidation=feature_mutants.DropsBeyondQuota)),
    "removes retired outputs by key": Mutant(Components(retired_outputs=retirement_mutants.RemovesByKey)),
    "removes what is due without a look at the record": Mutant(
        Components(retired_outputs=retirement_mutants.TrustsTheList)
    ),
    "retires before finalizing": Mutant(Components(pipeline=retirement_mutants.RetiresBeforeFinalizing)),
    "lets outputs of deleted images wait": Mutant(Components(cleanup=retirement_mutants.LetsAllWait)),
    "names executions without the week": Mutant(Components(starter=feature_mutants.NamesWithoutWeek)),
    "marks for erasure without a new revision": Mutant(store=erasure_mutants.MarksWithoutNewRevision),
    "claims while erasing": Mutant(store=erasure_mutants.ClaimsWhileErasing),
    "keeps the key of an erased image": Mutant(store=erasure_mutants.KeepsTheKey),
    "erases only the newest version": Mutant(Components(removal=erasure_mutants.RemovesOnlyTheNewestVersion)),
    "removes what arrived after the erasure": Mutant(
        Components(removal=erasure_mutants.RemovesWithoutChecking)
    ),
    "completes an erasure despite runs": Mutant(Components(erasures=erasure_mutants.CompletesDespiteRuns)),
    "removes the file of a variant by its key": Mutant(
        Components(ended_images=erasure_mutants.RemovesFilesByKey)
    ),
    "leaves runs alone when the policy changes": Mutant(
        Components(retention_change=retention_mutants.LeavesRunsAlone)
    ),
    "changes the policy last": Mutant(Components(retention_change=retention_mutants.ChangesThePolicyLast)),
    "reads the policy only once": Mutant(Components(steps=retention_mutants.ReadsThePolicyOnce)),
    "never reads the record again": Mutant(Components(on_demand_rendering=rendition_mutants.NeverReadsAgain)),
    "reads the record again from a cache": Mutant(
        Components(on_demand_rendering=rendition_mutants.ReadsAgainFromCache)
    ),
    "reads the record again eventually consistently": Mutant(
        Components(on_demand_rendering=rendition_mutants.ReadsAgainEventually),
        store=rendition_mutants.LaggingReads,
    ),
    "renders whatever version is current": Mutant(
        Components(on_demand_rendering=rendition_mutants.RendersWhateverIsCurrent)
    ),
    "counts a rendering after it": Mutant(Components(single_rendering=rendition_mutants.CountsAfterwards)),
    "keys without the version": Mutant(outputs=rendition_mutants.KeysWithoutVersion),
    "keeps variants on demand": Mutant(Components(cleanup=rendition_mutants.KeepsRenditions)),
    "retires variants on demand": Mutant(Components(cleanup=rendition_mutants.RetiresRenditions)),
    "cleans up without waiting for renderings": Mutant(
        Components(cleanup=rendition_mutants.IgnoresRenderings)
    ),
    "erases without waiting for renderings": Mutant(
        Components(erasures=rendition_mutants.ErasesDespiteRenderings)
    ),
    "deletes without aborting the upload": Mutant(
        Components(deletion=multipart_mutants.DeletesWithoutAborting)
    ),
    "deletes before it aborts the upload": Mutant(
        Components(deletion=multipart_mutants.DeletesBeforeAborting)
    ),
    "erases without aborting the upload": Mutant(
        Components(erasures=multipart_mutants.ErasesWithoutAborting)
    ),
    "completes without all parts": Mutant(
        Components(multipart_uploads=multipart_mutants.CompletesWhatIsThere)
    ),
    "completes only once": Mutant(Components(multipart_uploads=multipart_mutants.CompletesOnlyOnce)),
    "forgets the upload before aborting it": Mutant(
        Components(ended_uploads=multipart_mutants.ForgetsBeforeAborting)
    ),
    "ends an upload whatever the revision": Mutant(
        Components(ended_uploads=multipart_mutants.EndsWithoutRevision)
    ),
    "never ends uploads": Mutant(Components(ended_uploads=multipart_mutants.NeverEnds)),
}
