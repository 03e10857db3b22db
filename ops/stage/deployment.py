"""The plan of a deployment: what is done, in which order, and what a step hands to those after it.

Data first, then the roles that may touch it, then Chalice's configuration, made from both, then the
functions, and what watches over them in the end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ops.stage import prerequisites
from ops.stage.answers import answer
from ops.stage.chalice import Api
from ops.stage.config import stage_config
from ops.stage.memory import Memory
from ops.stage.request import Request
from ops.stage.steps import Step, StepFailed, Tell
from ops.stage.throttling import throttle
from ops.stage.tools import Tools

_AGAIN = "Mend the cause and give the same command again: what is done already stays as it is."
_STACK = f"{_AGAIN} CloudFormation has put back what it changed; its console has the whole story."
_CHALICE = (
    f"{_AGAIN} If a concurrency cannot be reserved, the account's quota for Lambda is small: --concurrency 0."
)


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """Brings one stage up to date."""

    request: Request
    tools: Tools

    def plan(self) -> Sequence[Step]:
        """Return the steps in their order."""
        stage = self.request.stage
        return (
            Step(title="Interpreter and credentials", action=self.check, advice=_AGAIN),
            Step(title=f"Buckets, tables, queues ({stage.storage.name})", action=self.storage, advice=_STACK),
            Step(title=f"Roles ({stage.access.name})", action=self.access, advice=_STACK),
            Step(
                title=f"Stage {stage.name} in {self.tools.config.path.name}",
                action=self.configure,
                advice=_AGAIN,
            ),
            Step(title="Functions and API (chalice deploy)", action=self.functions, advice=_CHALICE),
            Step(title="Answers of the gateway itself", action=self.answers, advice=_AGAIN),
            Step(title="Throttling of the API", action=self.throttling, advice=_AGAIN),
            Step(title="Uploads from the page", action=self.origins, advice=_STACK),
            Step(title=f"Alarms, dashboard ({stage.operations.name})", action=self.operations, advice=_STACK),
        )

    def check(self, _: Tell) -> str:
        """Look before anything is touched."""
        prerequisites.check_interpreter()
        return f"account {prerequisites.account(self.tools.clients)}, {self.tools.clients.region}"

    def storage(self, tell: Tell) -> str:
        """Bring up what holds the data."""
        return self.tools.stacks.bring_up(self.request.stage.storage, self.request.parameters, tell)

    def access(self, tell: Tell) -> str:
        """Bring up the roles."""
        return self.tools.stacks.bring_up(self.request.stage.access, self.parameters(), tell)

    def configure(self, _: Tell) -> str:
        """Write the stage for Chalice."""
        stage = self.request.stage
        origins = {"CORS_ORIGINS": ",".join(self.request.origins)} if self.request.origins else {}
        entry = stage_config(
            self.tools.config.stage(stage),
            stage,
            storage=self._storage(),
            roles=self.tools.stacks.outputs(stage.access),
            sizes=self.request.sizes,
            environment=origins,
        )
        return "written" if self.tools.config.write(stage, entry) else "no change"

    def functions(self, tell: Tell) -> str:
        """Let Chalice deploy, with its note of the last time."""
        stage = self.request.stage
        memory = Memory(self.tools.clients.s3, self._storage()["UploadBucket"], stage.name)
        note = self.tools.chalice.state(stage)
        memory.recall(note)
        try:
            return self.tools.chalice.deploy(stage, tell).url
        finally:
            if note.exists():
                memory.keep(note)

    def answers(self, _: Tell) -> str:
        """Give API Gateway's own answers the form of ours."""
        client, stage = self.tools.clients.apigateway, self.request.stage
        return f"{answer(client, self._api(), stage, self._origins())} set"

    def throttling(self, _: Tell) -> str:
        """Limit the requests."""
        rate, burst = self.request.rate, self.request.burst
        throttle(self.tools.clients.apigateway, self._api(), self.request.stage, rate=rate, burst=burst)
        return f"{rate:g} requests a second, {burst} at once"

    def origins(self, tell: Tell) -> str:
        """Let the API's own page, and the others that were named, post upload forms."""
        page = urlsplit(self._api().url)
        origins = (f"{page.scheme}://{page.netloc}", *filter(None, self._origins().split(",")))
        allowed = {"AllowedOrigins": ",".join(origins)}
        return self.tools.stacks.bring_up(self.request.stage.storage, allowed, tell)

    def operations(self, tell: Tell) -> str:
        """Bring up what watches."""
        return self.tools.stacks.bring_up(self.request.stage.operations, self.parameters(), tell)

    def parameters(self) -> Mapping[str, str]:
        """Return what the templates after the first may be given: its outputs, and what we know besides."""
        entry = self.tools.config.stage(self.request.stage)
        variables = entry.get("environment_variables", {})
        known = {"Stage": self.request.stage.name}
        if "UPLOAD_PREFIX" in variables:
            known["UploadPrefix"] = variables["UPLOAD_PREFIX"]
        if "lambda_timeout" in entry:
            known["SlowProcessing"] = str(entry["lambda_timeout"] * 800)
        return {**self._storage(), **known, **self.request.parameters}

    def _storage(self) -> Mapping[str, str]:
        return self.tools.stacks.outputs(self.request.stage.storage)

    def _origins(self) -> str:
        variables = self.tools.config.stage(self.request.stage)["environment_variables"]
        return str(variables.get("CORS_ORIGINS", ""))

    def _api(self) -> Api:
        api = self.tools.chalice.api(self.request.stage)
        if api is None:
            raise StepFailed("Chalice has not deployed an API yet")
        return api
