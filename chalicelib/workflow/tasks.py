"""Use case: the tasks of the workflow. Each is a step of a run, in a separate function.

infra/workflow.asl.json defines their order and their retries.
"""

from collections.abc import Callable
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import form_use, transitions
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.errors import ImageErased, QuotaExceeded, Rejected
from chalicelib.models import (
    FailureInput,
    FinalizeInput,
    FinalizeOutput,
    Image,
    InspectInput,
    Lease,
    Next,
    RenderInput,
    RenderOutput,
    Result,
    Source,
    TaskOutput,
    Work,
)
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.pipeline import Pipeline
from chalicelib.recovery.dead_letters import DeadLetters


class Tasks(Struct, frozen=True, kw_only=True):
    """Implements the tasks. Each is idempotent and raises Transient if a retry can help.

    `start_over` starts another execution for the version of an object. No execution outlives
    `execution_lifetime`.
    """

    execution_lifetime: timedelta
    pipeline: Pipeline
    dead_letters: DeadLetters
    start_over: Callable[[str, Source], object]

    def inspect(self, task_input: InspectInput, deadline: Deadline = NO_DEADLINE) -> TaskOutput:
        """Claim the record, then check the object and plan its variants."""
        steps = self.pipeline.steps
        before = self.pipeline.record_of(task_input.key)
        try:
            claimed = self._claim(task_input, before)
        except ImageErased:
            return self._nothing(before)
        opened = self.pipeline.opening.open(claimed, before, task_input.source)
        if isinstance(opened, Result):
            return TaskOutput(next=Next.FINALIZE, result=opened)
        image, source_object = opened
        try:
            content = steps.read(image, source_object)
            work = steps.plan(image, source_object.source, content, deadline)
        except Rejected as error:
            rejected = steps.rejected(image, source_object.source, transitions.failure(error))
            return TaskOutput(next=Next.FINALIZE, result=rejected)
        if steps.moderation:
            return TaskOutput(next=Next.MODERATE, work=work)
        return TaskOutput(next=Next.RENDER, work=work, variants=work.names)

    def _nothing(self, image: Image) -> TaskOutput:
        """Return a result that cannot be committed, because its revision is older than any claim."""
        return TaskOutput(next=Next.FINALIZE, result=Result(image=self.pipeline.fresh(image.key, image.id)))

    def _claim(self, task_input: InspectInput, image: Image) -> Image:
        """Claim the record. Raises ImageErased, also if there is nothing new since the erasure."""
        if self.pipeline.arrivals.is_erased(image, image.key):
            raise ImageErased(f"The image {image.id!r} was erased")
        return self.pipeline.claim(
            image.key,
            image.id,
            execution=task_input.execution,
            version=form_use.of(image, task_input.source),
            lease=Lease(owner=image.owner, ends=self.pipeline.clock() + self.execution_lifetime),
        )

    def moderate(self, work: Work, deadline: Deadline = NO_DEADLINE) -> TaskOutput:
        """Accept or reject the image by its content. Raises ObjectNotFound."""
        steps = self.pipeline.steps
        try:
            steps.moderate(work, lambda: steps.read_again(work), deadline)
        except Rejected as error:
            return TaskOutput(
                next=Next.FINALIZE, result=steps.rejected(work.image, work.source, transitions.failure(error))
            )
        return TaskOutput(next=Next.RENDER, work=work, variants=work.names)

    def render(self, task_input: RenderInput, deadline: Deadline = NO_DEADLINE) -> RenderOutput:
        """Render and store one preset's variants of the version that was inspected. Raises ObjectNotFound."""
        steps, work, name = self.pipeline.steps, task_input.work, task_input.variant
        with steps.storing(work, deadline) as storing:
            try:
                content = steps.read_again(work)
                rendering = steps.render(work, content, storing.hand_over, name, deadline)
            except Rejected as error:
                return RenderOutput(failure=transitions.failure(error), stored=tuple(storing.stored()))
            return RenderOutput(stored=tuple(storing.stored()), placeholder=rendering.placeholder)

    def finalize(self, task_input: FinalizeInput) -> FinalizeOutput:
        """Commit the record, unless another run has claimed it since."""
        result = task_input.result or self._result(task_input)
        outcome, committed = self.pipeline.commit(result)
        if outcome is Outcome.WRONGLY_FAILED and result.image.source is not None:
            self.start_over(result.image.key, result.image.source)
        if committed is None:
            return FinalizeOutput(next=Next.END, outcome=outcome)
        return FinalizeOutput(next=Next.PUBLISH, outcome=outcome, result=replace(result, image=committed))

    def publish(self, result: Result) -> None:
        """Clean up and publish the event of a committed record."""
        self.pipeline.after_commit(result.image)

    def record_failure(self, task_input: FailureInput) -> None:
        """Mark the image as failed, as for an event that Lambda has given up on."""
        object_event = ObjectEvent(key=task_input.key, source=task_input.source)
        self.dead_letters.mark_failed(DeadLetter(object_events=(object_event,), reason=str(task_input.error)))

    def _result(self, task_input: FinalizeInput) -> Result:
        steps, work = self.pipeline.steps, _required(task_input.work)
        stored = [each for part in task_input.parts for each in part.stored]
        failure = next((part.failure for part in task_input.parts if part.failure), None)
        if failure is not None:
            return steps.rejected(work.image, work.source, failure, stored)
        try:
            self.pipeline.opening.charges.outputs(work, sum(each.variant.size for each in stored))
        except QuotaExceeded as error:
            return steps.rejected(work.image, work.source, transitions.failure(error), stored)
        return steps.ready(work, stored, task_input.parts[0].placeholder)


def _required(work: Work | None) -> Work:
    if work is None:
        raise ValueError("The finalize task got neither a result nor work")
    return work
