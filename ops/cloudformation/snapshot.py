"""The stacks of a stage at one moment."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ops.cloudformation.names import Stack
from ops.cloudformation.parameters import previous, returned
from ops.cloudformation.stacks import Stacks, in_use

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import StackTypeDef


@dataclass(frozen=True)
class Snapshot:
    """Reads each stack once, on first use. CloudFormation limits the rate of such calls."""

    stacks: Stacks
    _read: "dict[str, StackTypeDef | None]" = field(default_factory=dict, init=False)

    def exists(self, stack: Stack) -> bool:
        """Return whether there is such a stack, in any state."""
        return self._describe(stack) is not None

    def in_use(self, stack: Stack) -> bool:
        """Return whether there is such a stack, and its creation did not fail."""
        return in_use(self._describe(stack)) is not None

    def outputs(self, stack: Stack) -> dict[str, str]:
        """Return the outputs of a stack; none if it isn't in use."""
        return returned(in_use(self._describe(stack)))

    def parameters(self, stack: Stack) -> dict[str, str]:
        """Return the parameters of a stack; none if it isn't in use."""
        return previous(in_use(self._describe(stack)))

    def _describe(self, stack: Stack) -> "StackTypeDef | None":
        if stack.name not in self._read:
            self._read[stack.name] = self.stacks.describe(stack)
        return self._read[stack.name]
