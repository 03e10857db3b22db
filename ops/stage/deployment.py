"""The plan of a deployment: what is done, in which order, and what a step hands to those after it.

Data first, then the roles that may touch it, then Chalice's configuration, made from both, then the
functions, and what watches over them. What is switched off goes in the end, when nobody uses it any more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from ops.stage import logs, prerequisites
from ops.stage.answers import answer
from ops.stage.chalice import Api
from ops.stage.concurrency import affordable
from ops.stage.config import CONCURRENCY, Sizes, says_concurrency, stage_config
from ops.stage.features import EVENTS, ON_ROLES, Feature
from ops.stage.memory import Memory
from ops.stage.names import Stack
from ops.stage.request import Request
from ops.stage.shape import Shape
from ops.stage.steps import Step, StepFailed, Tell
from ops.stage.throttling import throttle
from ops.stage.tools import Tools

_AGAIN = "Fix the cause and run the same command again. Completed steps are kept."
_STACK = f"{_AGAIN} CloudFormation has rolled the stack back; its console shows all events."
_CHALICE = f"{_AGAIN} If the account's quota is too small to reserve concurrency, use --concurrency 0."


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """Brings one stage up to date."""

    request: Request
    tools: Tools

    @property
    def shape(self) -> Shape:
        """What the stage is to be."""
        return Shape(request=self.request, stacks=self.tools.stacks, config=self.tools.config)

    def plan(self) -> Iterator[Step]:
        """Yield the steps in their order; each that follows may go by what those before have done."""
        stage = self.request.stage
        yield Step(title="Interpreter and credentials", action=self.check, advice=_AGAIN)
        yield Step(
            title=f"Buckets, tables, queues ({stage.storage.name})", action=self.storage, advice=_STACK
        )
        yield from self._coming(EVENTS)
        yield Step(title=f"Roles ({stage.access.name})", action=self.access, advice=_STACK)
        yield from self._coming(*ON_ROLES)
        yield Step(
            title=f"Stage {stage.name} in {self.tools.config.path.name}", action=self.configure, advice=_AGAIN
        )
        yield Step(title="Functions and API (chalice deploy)", action=self.functions, advice=_CHALICE)
        yield Step(title="Gateway responses", action=self.answers, advice=_AGAIN)
        yield Step(title="Throttling", action=self.throttling, advice=_AGAIN)
        yield Step(title="CORS of the upload bucket", action=self.origins, advice=_STACK)
        yield self._arrival("Alarms, dashboard", stage.operations)
        yield from self._going()

    def check(self, _: Tell) -> str:
        """Look before anything is touched."""
        prerequisites.check_interpreter()
        return f"account {prerequisites.account(self.tools.clients)}, {self.tools.clients.region}"

    def storage(self, tell: Tell) -> str:
        """Bring up what holds the data."""
        return self.tools.stacks.bring_up(self.request.stage.storage, self.request.parameters, tell)

    def access(self, tell: Tell) -> str:
        """Bring up the roles. A function that is there keeps its role and its rights until it is gone."""
        return self.tools.stacks.bring_up(self.request.stage.access, self.shape.parameters_so_far(), tell)

    def configure(self, _: Tell) -> str:
        """Write the stage for Chalice."""
        stage = self.request.stage
        origins = {"CORS_ORIGINS": ",".join(self.request.origins)} if self.request.origins else {}
        existing = self.tools.config.stage(stage)
        entry = stage_config(
            existing,
            stage,
            storage=self._storage(),
            roles=self.shape.extras.roles(),
            sizes=self._sizes(existing),
            environment=self.shape.extras.variables() | origins,
        )
        return "written" if self.tools.config.write(stage, entry) else "no change"

    def functions(self, tell: Tell) -> str:
        """Let Chalice deploy, with its note of the last time."""
        stage = self.request.stage
        memory = Memory(self.tools.clients.s3, self._storage()["UploadBucket"], stage.name)
        note = self.tools.chalice.state(stage)
        memory.recall(note)
        before = logs.noted(self.tools.chalice.resources(stage))
        try:
            url = self.tools.chalice.deploy(stage, tell).url
            logs.remove(self.tools.clients.logs, before - logs.noted(self.tools.chalice.resources(stage)))
            return url
        finally:
            if note.exists():
                memory.keep(note)

    def answers(self, _: Tell) -> str:
        """Give API Gateway's own answers the form of ours."""
        client, stage = self.tools.clients.apigateway, self.request.stage
        return f"{answer(client, self._api(), stage, self._origins())} set"

    def throttling(self, _: Tell) -> str:
        """Limit the requests."""
        limits = throttle(
            self.tools.clients.apigateway,
            self._api(),
            self.request.stage,
            rate=self.request.rate,
            burst=self.request.burst,
        )
        return f"{limits.rate:g} requests a second, {limits.burst} at once"

    def origins(self, tell: Tell) -> str:
        """Let the API's own page, and the others that were named, post upload forms."""
        page = urlsplit(self._api().url)
        origins = (f"{page.scheme}://{page.netloc}", *filter(None, self._origins().split(",")))
        allowed = {"AllowedOrigins": ",".join(origins)}
        return self.tools.stacks.bring_up(self.request.stage.storage, allowed, tell)

    def _coming(self, *features: Feature) -> Iterator[Step]:
        """Yield a step for each of them that the stage shall have."""
        for feature in filter(self.shape.extras.on, features):
            yield self._arrival(feature.title, feature.stack(self.request.stage))

    def _going(self) -> Iterator[Step]:
        """Yield a step for each feature that the stage has and shall not."""
        if self.shape.extras.to_go(EVENTS):
            yield self._arrival("Revoke the permissions for events", self.request.stage.access)
        for stack in self.shape.stacks_to_go():
            yield Step(title=f"Delete {stack.name}", action=self._removing(stack), advice=_AGAIN)

    def _arrival(self, title: str, stack: Stack) -> Step:
        return Step(
            title=f"{title} ({stack.name})",
            action=lambda tell: self.tools.stacks.bring_up(stack, self.shape.parameters(), tell),
            advice=_STACK,
        )

    def _removing(self, stack: Stack) -> Callable[[Tell], str]:
        return lambda tell: self.tools.stacks.remove(stack, tell)

    def _sizes(self, existing: Mapping[str, Any]) -> Sizes:
        sizes = self.request.sizes
        if sizes.concurrency is not None or says_concurrency(existing):
            return sizes
        return replace(sizes, concurrency=affordable(self.tools.clients.functions, CONCURRENCY))

    def _storage(self) -> Mapping[str, str]:
        return self.tools.stacks.outputs(self.request.stage.storage)

    def _origins(self) -> str:
        variables = self.tools.config.stage(self.request.stage)["environment_variables"]
        return str(variables.get("CORS_ORIGINS", ""))

    def _api(self) -> Api:
        api = self.tools.chalice.api(self.request.stage)
        if api is None:
            raise StepFailed("Chalice has not deployed the API yet.")
        return api
