"""The fake account, and the tools of the commands for it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

from ops.cloudformation.change_sets import ChangeSets
from ops.cloudformation.clients import Clients
from ops.cloudformation.stacks import Stacks
from ops.deployment.tools import Tools
from ops.packaging.release import Release
from tests.fakes.account.cloudformation import FakeCloudFormation
from tests.fakes.account.evaluation import REGION
from tests.fakes.account.operations import Operations
from tests.fakes.account.resources import Resources
from tests.fakes.account.services import FakeIdentity

VERSION = "1.2.3"


@dataclass
class FakeAccount:
    """An account. `templates` is the folder with the templates of releases, `code` is part of the package.

    `interrupt` is the number of waits after which the command is killed.
    """

    project: Path
    templates: Path
    code: str = "first"
    region: str = REGION
    interrupt: int | None = None
    version: str = VERSION
    resources: Resources = field(default_factory=Resources)
    builds: list[Sequence[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.operations = Operations(self.resources)
        self.cloudformation = FakeCloudFormation(self.operations)

    @property
    def tools(self) -> Tools:
        client = cast("Any", self.cloudformation)
        return Tools(
            clients=self.clients,
            stacks=Stacks(client, self._wait),
            change_sets=ChangeSets(client, self._wait),
            project=self.project,
            build=self._build,
        )

    @property
    def clients(self) -> Clients:
        return Clients(
            region=self.region,
            cloudformation=cast("Any", self.cloudformation),
            dynamodb=cast("Any", self.resources.tables),
            events=cast("Any", self.resources.events),
            functions=cast("Any", self.resources.functions),
            key_values=cast("Any", self.resources.key_values),
            parameters=cast("Any", self.resources.parameters),
            s3=cast("Any", self.resources.s3),
            sqs=cast("Any", self.resources.queues),
            sts=cast("Any", FakeIdentity()),
        )

    def _wait(self, _: float) -> None:
        if self.interrupt is not None:
            if self.interrupt == 0:
                raise KeyboardInterrupt
            self.interrupt -= 1
        self.cloudformation.finish_operations()

    def _build(self, project: Path, folder: Path, architectures: Sequence[str]) -> Release:
        assert project == self.project
        assert folder == project / ".build" / "release"
        self.builds.append(architectures)
        (architecture,) = architectures
        name = f"{self.code}-{architecture}"
        release = self.templates.parent / name
        if not release.exists():
            release.mkdir()
            for template in self.templates.iterdir():
                (release / template.name).write_bytes(template.read_bytes())
            with ZipFile(release / f"darkroom-{self.version}-{architecture}.zip", "w") as package:
                package.writestr("code.py", self.code)
                package.write(project / "chalicelib" / "presets.json", "chalicelib/presets.json")
        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        return Release(folder=release, version=self.version, prefix=f"releases/{digest}/")
