"""How things are called: stages, stacks, and what their outputs are to Chalice and to the app. Pure."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from chalicelib.errors import ConfigurationError

# As the templates have it: part of the names of functions, and of the API's address.
_STAGE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,18}[A-Za-z0-9])?")
_WORD = re.compile(r"(?<=.)(?=[A-Z])")
# Stage `prod` has a stack `darkroom-prod-access`, which must not be the first one of a stage `prod-access`.
_PARTS = ("events", "access", "workflow", "moderation", "operations")

INFRA = Path(__file__).parents[2] / "infra"


@dataclass(frozen=True)
class Stack:
    """One stack: its name in the account, and its template."""

    name: str
    template: Path


@dataclass(frozen=True)
class Stage:
    """One deployment of Darkroom in an account."""

    name: str

    @classmethod
    def named(cls, name: str) -> Self:
        """Check the name. Raises ConfigurationError."""
        if not _STAGE.fullmatch(name):
            raise ConfigurationError(
                f"Invalid stage name {name!r}: use up to 20 characters a-z, A-Z, 0-9, and hyphens in between."
            )
        if any(name.endswith(f"-{part}") for part in _PARTS):
            raise ConfigurationError(f"A stage name can't end in -{', -'.join(_PARTS)}.")
        return cls(name)

    @property
    def storage(self) -> Stack:
        """What holds the data."""
        return Stack(f"darkroom-{self.name}", INFRA / "storage.yaml")

    @property
    def access(self) -> Stack:
        """What the functions may do."""
        return self.part("access")

    @property
    def operations(self) -> Stack:
        """What watches over the functions."""
        return self.part("operations")

    @property
    def stacks(self) -> tuple[Stack, ...]:
        """All of them, each after those that it builds on."""
        return (self.storage, *map(self.part, _PARTS))

    def function(self, handler: str) -> str:
        """Name a handler's function as Chalice does."""
        return f"darkroom-{self.name}-{handler}"

    def part(self, name: str) -> Stack:
        """Return the stack that is made of the template of this name."""
        return Stack(f"darkroom-{self.name}-{name}", INFRA / f"{name}.yaml")


def handler_of(role: str) -> str:
    """Return the handler that an output of the roles' stack belongs to: ProcessUploadRole, process_upload."""
    return _WORD.sub("_", role.removesuffix("Role")).lower()


def role_of(handler: str) -> str:
    """Return the output of the roles' stack that belongs to a handler: process_upload, ProcessUploadRole."""
    return f"{''.join(map(str.capitalize, handler.split('_')))}Role"


def setting_of(output: str) -> str:
    """Return the setting that an output of the storage's stack may be: UploadBucket, upload_bucket."""
    return _WORD.sub("_", output).lower()
