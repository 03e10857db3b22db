"""Use case: the tasks of the workflow, each a step of a run in a function of its own.

infra/workflow.asl.json says which follows which and how often one is tried again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.s3_events import DeadLetter, Notice
from chalicelib.errors import ObjectNotFound, Rejected
from chalicelib.models import (
    Failure,
    FailureOrder,
    Finalized,
    FinalizeOrder,
    Inspected,
    InspectOrder,
    Next,
    Part,
    RenderOrder,
    Result,
    Source,
    Work,
)
from chalicelib.processing.pipeline import Outcome, Pipeline
from chalicelib.recovery.dead_letters import DeadLetters


@dataclass(frozen=True, kw_only=True)
class Tasks:
    """Each raises Transient where trying again can help, and may be run again whenever it was run."""

    pipeline: Pipeline
    deadletters: DeadLetters
    start_over: Callable[[str, Source], object]

    def inspect(self, order: InspectOrder) -> Inspected:
        """Claim the record, then look at the object: is it there, is it a picture, what is it to become."""
        steps = self.pipeline.steps
        image = self.pipeline.claim(order.key, order.execution)
        try:
            opened = steps.open(order.key)
        except ObjectNotFound:
            return Inspected(next=Next.FINALIZE, result=steps.gone(image))
        try:
            work = steps.plan(image, opened.source, steps.read(image, opened))
        except Rejected as error:
            return Inspected(next=Next.FINALIZE, result=steps.rejected(image, opened.source, _failure(error)))
        return Inspected(next=Next.MODERATE if steps.moderation else Next.RENDER, work=work)

    def moderate(self, work: Work) -> Inspected:
        """Let the picture through, or refuse it. Raises ObjectNotFound."""
        steps = self.pipeline.steps
        try:
            steps.moderate(work, lambda: steps.read_again(work))
        except Rejected as error:
            return Inspected(
                next=Next.FINALIZE, result=steps.rejected(work.image, work.source, _failure(error))
            )
        return Inspected(next=Next.RENDER, work=work)

    def render(self, order: RenderOrder) -> Part:
        """Render and store one variant of the very version that was inspected. Raises ObjectNotFound."""
        steps = self.pipeline.steps
        content = steps.read_again(order.work)
        try:
            rendering = steps.render(order.work, content, only=order.variant)
        except Rejected as error:
            return Part(failure=_failure(error))
        (rendered,) = rendering.variants
        return Part(stored=steps.store(order.work, rendered), placeholder=rendering.placeholder)

    def finalize(self, order: FinalizeOrder) -> Finalized:
        """Swap the record; where somebody has claimed it since, that is all."""
        result = order.result or self._result(order)
        outcome = self.pipeline.swap(result)
        if outcome is Outcome.DISPROVED and result.image.source is not None:
            self.start_over(result.image.key, result.image.source)
        if outcome in (Outcome.DISPROVED, Outcome.SUPERSEDED):
            return Finalized(next=Next.END, outcome=outcome)
        return Finalized(next=Next.PUBLISH, outcome=outcome, result=result)

    def publish(self, result: Result) -> None:
        """Do what follows from a record that is final."""
        self.pipeline.conclude(result.image)

    def record_failure(self, order: FailureOrder) -> None:
        """Give the picture its terminal state, as for an event that Lambda has given up on."""
        notice = Notice(key=order.key, source=order.source)
        self.deadletters.bury(DeadLetter(notices=(notice,), reason=str(order.error)))

    def _result(self, order: FinalizeOrder) -> Result:
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
