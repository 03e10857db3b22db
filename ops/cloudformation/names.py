"""The names of stages, stacks and functions."""

import re
from typing import Self

from msgspec import Struct

from chalicelib.errors import ConfigurationError
from ops.templates.parameters import STAGE_PATTERN

# The name is part of function names and of the API's URL.
_STAGE = re.compile(STAGE_PATTERN)
# In the order of creation. `prod` has a stack `darkroom-prod-access`, which must not be the first stack of a
# stage `prod-access`.
_PARTS = (
    *("artifacts", "events", "cdn", "access", "workflow", "moderation", "faces", "operations", "budget"),
    "app",
)
# A stage `prod-sweep` would have an API function with the name of the function `sweep` of `prod`.
_HANDLERS = ("authorize", "sweep")
_RESERVED = (*_PARTS, *_HANDLERS)


class Stack(Struct, frozen=True):
    """A stack: its name in the account, and the file name of its template in a release."""

    name: str
    template: str


class Stage(Struct, frozen=True):
    """One deployment of Darkroom in an account and region."""

    name: str

    @classmethod
    def named(cls, name: str) -> Self:
        """Check the name. Raises ConfigurationError."""
        if not _STAGE.fullmatch(name):
            raise ConfigurationError(
                f"Invalid stage name {name!r}; use up to 20 characters a-z, A-Z, 0-9, and hyphens in between"
            )
        if any(name.endswith(f"-{word}") for word in _RESERVED):
            raise ConfigurationError(f"A stage name can't end in -{', -'.join(_RESERVED)}")
        return cls(name)

    @property
    def artifacts(self) -> Stack:
        """The bucket for templates, packages and presets."""
        return self.part("artifacts")

    @property
    def storage(self) -> Stack:
        """Buckets, tables and the dead-letter queue."""
        return Stack(f"darkroom-{self.name}", "storage.yaml")

    @property
    def access(self) -> Stack:
        """The functions' roles."""
        return self.part("access")

    @property
    def cdn(self) -> Stack:
        """The CloudFront distribution."""
        return self.part("cdn")

    @property
    def operations(self) -> Stack:
        """Alarms and dashboard."""
        return self.part("operations")

    @property
    def app(self) -> Stack:
        """Functions, API and triggers."""
        return Stack(f"darkroom-{self.name}-app", "app.json")

    @property
    def stacks(self) -> tuple[Stack, ...]:
        """All stacks that a stage can have, in the order of creation."""
        parts = (self.app if part == "app" else self.part(part) for part in _PARTS[1:])
        return (self.artifacts, self.storage, *parts)

    @property
    def signing_keys(self) -> str:
        """The name of the parameter with the signing keys, in AWS Systems Manager Parameter Store."""
        return f"/darkroom/{self.name}/signing-keys"

    def part(self, name: str) -> Stack:
        """Return the stack of the template with this name."""
        return Stack(f"darkroom-{self.name}-{name}", f"{name}.yaml")

    def function(self, handler: str) -> str:
        """Return the name of a handler's function. The API's function has the stage's name alone."""
        return f"darkroom-{self.name}-{handler}" if handler else f"darkroom-{self.name}"
