"""What can happen to a multipart upload, as rules of a Hypothesis state machine."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.model.multipart import OTHER_PART
from tests.model.world import World
from tests.unit.deployment import KEY


class WithParts(RuleBasedStateMachine):
    """Parts that are sent, also more than once, completions, and the end of the upload's time."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(KEY)

    @precondition(lambda self: self.world.in_parts)
    @rule(number=st.integers(1, 2), is_other=st.booleans())
    def put_part(self, number: int, is_other: bool) -> None:  # noqa: FBT001 - rules take them by name
        self.world.put_part(number, OTHER_PART if is_other and number == 2 else None)

    @precondition(lambda self: self.world.in_parts)
    @rule()
    def complete(self) -> None:
        self.world.complete()

    @precondition(lambda self: self.world.in_parts and not self.world.runs)
    @rule()
    def end_uploads(self) -> None:
        self.world.end_uploads()
