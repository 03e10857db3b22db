"""Use case: in workflow mode, an event starts an execution that claims, renders and finalizes.

The execution's name identifies the image, the version of its source, the presets, the record's revision,
and the week. Step Functions runs each name only once, so a duplicate event that finds the record in the same
state starts nothing. Every claim, and so every deliberate retry, changes the name. "Already exists"
therefore means that the event is handled: that execution claims, and so reads, after this event was
received.
"""

from msgspec import Struct

from chalicelib.domain import keys
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import ObjectNotFound
from chalicelib.models import Image, Source, Status
from chalicelib.ports import Clock, Workflow
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.pipeline import Admit, Pipeline
from chalicelib.records.object_records import ObjectRecords


class WorkflowStarter(Struct, frozen=True, kw_only=True):
    """Starts executions. In workflow mode, it replaces the pipeline. Raises Transient."""

    upload_prefix: str
    records: ObjectRecords
    pipeline: Pipeline
    workflow: Workflow
    clock: Clock

    def reconcile(
        self,
        key: str,
        hint: Source | None = None,
        deadline: Deadline = NO_DEADLINE,
        admit: Admit | None = None,
        removed_version: str | None = None,
    ) -> Outcome:
        """Start an execution for the object under `key`. `hint` is the version that the event was about.

        Without `admit`, it starts at once. The execution's own claim takes its lease. `removed_version` is
        the version's id if the event was about a permanent removal.
        """
        if not keys.is_source_key(key, self.upload_prefix):
            return Outcome.IGNORED
        known = self.records.find(key)
        outcome = self.pipeline.arrivals.settle(known, key, hint, removed_version)
        if outcome is not None:
            return outcome
        source = hint or self._newest(key)
        if source is None:
            # Nothing to render, so no execution is needed.
            return self.pipeline.reconcile(key, deadline=deadline, admit=admit)
        image = self.pipeline.initial(known, key)
        if self._is_in_progress(image, source):
            return Outcome.DUPLICATE
        if admit is not None and admit(image) is None:
            return Outcome.DEFERRED
        return Outcome.STARTED if self._start(image, source) else Outcome.DUPLICATE

    def _start(self, image: Image, source: Source) -> bool:
        name = keys.execution_name(image.id, self._version(image, source), image.revision, self.clock())
        return self.workflow.start(name, image.key, source)

    def _is_in_progress(self, image: Image, source: Source) -> bool:
        if image.status is not Status.PROCESSING or image.execution is None:
            return False
        return keys.is_execution_for(image.execution, image.id, self._version(image, source))

    def _version(self, image: Image, source: Source) -> str:
        return keys.version(source, self.pipeline.steps.fingerprint(image))

    def _newest(self, key: str) -> Source | None:
        try:
            return self.pipeline.steps.open(key).source
        except ObjectNotFound:
            return None
