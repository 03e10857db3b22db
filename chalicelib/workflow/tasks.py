"""Use case: the tasks of the workflow, each a step of a run in a function of its own.

infra/workflow.asl.json says which follows which and how often one is tried again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.errors import ObjectNotFound, Rejected
from chalicelib.models import (
    Failure,
    FailureInput,
    FinalizeInput,
    FinalizeOutput,
    InspectInput,
    Next,
    RenderInput,
    RenderOutput,
    Result,
    Source,
    TaskOutput,
    Work,
)
from chalicelib.processing.pipeline import Outcome, Pipeline
from chalicelib.recovery.dead_letters import DeadLetters


@dataclass(frozen=True, kw_only=True)
class Tasks:
    """Each raises Transient where trying again can help, and may be run again whenever it was run."""

    pipeline: Pipeline
    dead_letters: DeadLetters
    start_over: Callable[[str, Source], object]

    def inspect(self, order: InspectInput) -> TaskOutput:
        """Claim the record, then look at the object: is it there, is it an image, what is it to become."""
        steps = self.pipeline.steps
        image = self.pipeline.claim(order.key, order.execution)
        try:
            opened = steps.open(order.key)
        except ObjectNotFound:
            return TaskOutput(next=Next.FINALIZE, result=steps.missing(image))
        try:
            work = steps.plan(image, opened.source, steps.read(image, opened))
        except Rejected as error:
            return TaskOutput(
                next=Next.FINALIZE, result=steps.rejected(image, opened.source, _failure(error))
            )
        return TaskOutput(next=Next.MODERATE if steps.moderation else Next.RENDER, work=work)

    def moderate(self, work: Work) -> TaskOutput:
        """Let the image through, or refuse it. Raises ObjectNotFound."""
        steps = self.pipeline.steps
        try:
            steps.moderate(work, lambda: steps.read_again(work))
        except Rejected as error:
            return TaskOutput(
                next=Next.FINALIZE, result=steps.rejected(work.image, work.source, _failure(error))
            )
        return TaskOutput(next=Next.RENDER, work=work)

    def render(self, order: RenderInput) -> RenderOutput:
        """Render and store one variant of the very version that was inspected. Raises ObjectNotFound."""
        steps = self.pipeline.steps
        content = steps.read_again(order.work)
        try:
            rendering = steps.render(order.work, content, only=order.variant)
        except Rejected as error:
            return RenderOutput(failure=_failure(error))
        (rendered,) = rendering.variants
        return RenderOutput(stored=steps.store(order.work, rendered), placeholder=rendering.placeholder)

    def finalize(self, order: FinalizeInput) -> FinalizeOutput:
        """Swap the record; where somebody has claimed it since, that is all."""
        result = order.result or self._result(order)
        outcome = self.pipeline.commit(result)
        if outcome is Outcome.WRONGLY_FAILED and result.image.source is not None:
            self.start_over(result.image.key, result.image.source)
        if outcome in (Outcome.WRONGLY_FAILED, Outcome.SUPERSEDED):
            return FinalizeOutput(next=Next.END, outcome=outcome)
        return FinalizeOutput(next=Next.PUBLISH, outcome=outcome, result=result)

    def publish(self, result: Result) -> None:
        """Do what follows from a record that is final."""
        self.pipeline.after_commit(result.image)

    def record_failure(self, order: FailureInput) -> None:
        """Give the image its terminal state, as for an event that Lambda has given up on."""
        object_event = ObjectEvent(key=order.key, source=order.source)
        self.dead_letters.mark_failed(DeadLetter(object_events=(object_event,), reason=str(order.error)))

    def _result(self, order: FinalizeInput) -> Result:
        steps, work = self.pipeline.steps, _present(order.work)
        stored = [part.stored for part in order.parts if part.stored]
        failure = next((part.failure for part in order.parts if part.failure), None)
        if failure is not None:
            return steps.rejected(work.image, work.source, failure, stored)
        return steps.ready(work, stored, order.parts[0].placeholder)


def _failure(error: Rejected) -> Failure:
    return Failure(code=error.code, detail=str(error))


def _present(work: Work | None) -> Work:
    if work is None:
        raise ValueError("The state machine finalizes either a result or work")
    return work
