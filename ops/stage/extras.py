"""Which of the features a stage has, and what follows from it for everything else.

What is not asked for is as the account has it. Events are on where the roles may use the bus: switched off,
bus, endpoints and their secrets stay for the day on which they are wanted again, and cost nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ops.stage.config import settings_in
from ops.stage.features import EVENTS, FEATURES, NONE, Feature
from ops.stage.names import Stage, role_of
from ops.stage.stacks import Stacks

# Only a stack that is there has outputs: a preview of the others cannot do without a name.
_TO_COME = "to-be-created"


@dataclass(frozen=True, kw_only=True)
class Extras:
    """The features of one stage. `wanted` has those that are asked for, by name: on or off."""

    stage: Stage
    wanted: Mapping[str, bool]
    stacks: Stacks

    def on(self, feature: Feature) -> bool:
        """Tell whether the stage shall have it."""
        return self.wanted.get(feature.name, self._is_on(feature))

    def to_go(self, feature: Feature) -> bool:
        """Tell whether the stage has it and shall not."""
        return not self.on(feature) and self._is_on(feature)

    def parameters(self) -> dict[str, str]:
        """Return what the stacks are given: nothing of features that nobody has ever asked for."""
        given: dict[str, str] = {}
        for feature in FEATURES:
            if self.on(feature):
                given |= self._outputs(feature) | self._roles(feature)
            elif feature.name in self.wanted:
                given |= dict.fromkeys(feature.outputs, NONE)
        return given

    def variables(self) -> dict[str, str | None]:
        """Return the app's variables; None are those that must not be set."""
        found: dict[str, str | None] = {}
        for feature in FEATURES:
            if self.on(feature):
                found |= {**feature.variables, **settings_in(self._outputs(feature))}
            elif feature.name in self.wanted:
                found |= feature.switched_off
        return found

    def roles(self) -> dict[str, str]:
        """Return the ARNs of the roles of all functions that are to be there."""
        absent = {
            role_of(handler) for feature in FEATURES if not self.on(feature) for handler in feature.handlers
        }
        return {name: arn for name, arn in self._access().items() if name not in absent}

    def _is_on(self, feature: Feature) -> bool:
        if feature is not EVENTS:
            return self.stacks.describe(feature.stack(self.stage)) is not None
        given = self.stacks.given(self.stage.access)
        return given.get("EventBus", NONE) != NONE

    def _outputs(self, feature: Feature) -> dict[str, str]:
        outputs = self.stacks.outputs(feature.stack(self.stage))
        return {name: outputs.get(name, _TO_COME) for name in feature.outputs}

    def _roles(self, feature: Feature) -> dict[str, str]:
        access = self._access()
        return {name: ",".join(_names(access, handlers)) for name, handlers in feature.roles.items()}

    def _access(self) -> dict[str, str]:
        return self.stacks.outputs(self.stage.access)


def _names(access: Mapping[str, str], handlers: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of the roles, with which their ARNs end."""
    for handler in handlers:
        yield access.get(role_of(handler), _TO_COME).rpartition("/")[2]
