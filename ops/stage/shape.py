"""What a stage is to be: which stacks it consists of, and what they are given."""

from collections.abc import Mapping
from dataclasses import dataclass

from ops.stage.config import ConfigFile
from ops.stage.extras import Extras
from ops.stage.features import FEATURES, ON_ROLES
from ops.stage.names import Stack
from ops.stage.request import Request
from ops.stage.stacks import Stacks


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Follows from what is asked for, what the account has, and what the configuration says."""

    request: Request
    stacks: Stacks
    config: ConfigFile

    @property
    def extras(self) -> Extras:
        """What the stage has on top."""
        return Extras(stage=self.request.stage, wanted=self.request.features, stacks=self.stacks)

    def parameters(self) -> Mapping[str, str]:
        """Return what the templates after the first may be given: its outputs, and what we know besides."""
        storage = self.stacks.outputs(self.request.stage.storage)
        return {**storage, **self._known(), **self.extras.parameters(), **self.request.parameters}

    def parameters_so_far(self) -> Mapping[str, str]:
        """Return the same without what takes away: a function keeps its rights until it is gone."""
        going = {name for each in FEATURES if self.extras.to_go(each) for name in each.outputs}
        return {name: value for name, value in self.parameters().items() if name not in going}

    def stacks_to_be(self) -> list[Stack]:
        """Return all that the stage is to consist of, each after those that it builds on."""
        absent = [each.stack(self.request.stage) for each in FEATURES if not self.extras.on(each)]
        return [stack for stack in self.request.stage.stacks if stack not in absent]

    def stacks_to_go(self) -> list[Stack]:
        """Return those that the stage has and shall not."""
        return [each.stack(self.request.stage) for each in ON_ROLES if self.extras.to_go(each)]

    def _known(self) -> dict[str, str]:
        entry = self.config.stage(self.request.stage)
        variables = entry.get("environment_variables", {})
        known = {"Stage": self.request.stage.name}
        if "UPLOAD_PREFIX" in variables:
            known["UploadPrefix"] = variables["UPLOAD_PREFIX"]
        if "MODERATION_REFUSED" in variables:
            known["Refused"] = variables["MODERATION_REFUSED"]
        if "lambda_timeout" in entry:
            known["SlowProcessing"] = str(entry["lambda_timeout"] * 800)
        return known
