"""Count what the processing of one new image calls: functions, state transitions and AWS services."""

from msgspec import Struct
from msgspec.structs import replace


class Calls(Struct, frozen=True, kw_only=True):
    """Calls by kind.

    `reads` and `updates` are of the record. `others` query the leases of the owner, read its
    retention policy, start an execution, moderate, detect faces or send an event.
    """

    functions: int
    transitions: int
    reads: int
    updates: int
    others: int
    s3_reads: int
    s3_writes: int

    @property
    def short(self) -> int:
        """Calls that transfer little: all except those to S3."""
        return self.reads + self.updates + self.others

    @property
    def successive(self) -> int:
        """Those of them that are waited for. In direct mode, the policy is read while S3 stores a variant."""
        return self.short - (self.transitions == 0)

    @property
    def s3(self) -> int:
        """Calls to S3, which transfer whole images."""
        return self.s3_reads + self.s3_writes

    @property
    def total(self) -> int:
        """All calls to AWS."""
        return self.short + self.s3


def direct(variants: int) -> Calls:
    """Return the calls of direct mode, in which one function renders all variants.

    A preset in several formats is several variants.
    """
    return Calls(functions=1, transitions=0, reads=1, updates=2, others=2, s3_reads=1, s3_writes=variants)


def workflow(presets: int, variants: int) -> Calls:
    """Return the calls of workflow mode, in which one function renders a preset in all its formats.

    Besides one function for each preset there are four: the one that receives the event, Inspect, Finalize
    and Publish. The states are those, without the first, and Decide, RenderAll, Conclude and Done.
    """
    return Calls(
        functions=4 + presets,
        transitions=7 + presets,
        reads=2,
        updates=2,
        others=3,
        s3_reads=1 + presets,
        s3_writes=variants,
    )


def with_event(calls: Calls) -> Calls:
    """Return the calls if the outcome is published: one sends the event, one clears it from the record."""
    return replace(calls, updates=calls.updates + 1, others=calls.others + 1)


def moderated(calls: Calls) -> Calls:
    """Return the calls with moderation. A workflow has two more states for it, Moderate and Judge."""
    in_workflow = calls.transitions > 0
    return replace(
        calls,
        functions=calls.functions + in_workflow,
        transitions=calls.transitions + 2 * in_workflow,
        others=calls.others + 1,
    )


def with_faces(calls: Calls) -> Calls:
    """Return the calls with face detection, which is part of planning the variants."""
    return replace(calls, others=calls.others + 1)
