"""The values that the stacks of a stage are given.

They follow from the request, from the outputs of the stacks, and from the parameters that the stacks have.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from chalicelib.config.enums import FaceDetectionMode, ModerationMode, WorkflowMode
from ops.cloudformation.names import Stack
from ops.cloudformation.parameters import Values
from ops.cloudformation.snapshot import Snapshot
from ops.deployment.features import CDN, EVENTS, FEATURES, Feature
from ops.deployment.request import Request
from ops.deployment.table_indexes import ADDED, STEP

# Stands for the output of a stack that doesn't exist yet, in previews.
TO_BE_CREATED = "to-be-created"
_ABSENT = ("", "false")
_OFF = {
    "Workflow": WorkflowMode.DIRECT,
    "Moderation": ModerationMode.OFF,
    "FaceDetection": FaceDetectionMode.OFF,
}
# Four fifths of the timeout, in milliseconds per second of the timeout.
_SLOW_MS = 800


class StageValues(Struct, frozen=True, kw_only=True):
    """The values for one request and one step, because outputs appear step by step.

    `before` has the app's parameters before this deployment; none for a new stage.
    """

    request: Request
    before: Mapping[str, str]
    now: Snapshot

    def on(self, feature: Feature) -> bool:
        """Return whether the stage shall have a feature."""
        is_new = feature.initial and not self.before
        return self.request.features.get(feature.name, is_new or self._is_on(feature))

    def to_delete(self, feature: Feature) -> bool:
        """Return whether the stage has the stack of a feature that it shall not have."""
        return not self.on(feature) and self.now.exists(feature.stack(self.request.stage))

    def settings(self) -> dict[str, str]:
        """Return the app's parameters that don't depend on other stacks."""
        kept = {k: v for k, v in self.before.items() if k not in self.request.defaults}
        values = {**kept, "Stage": self.request.stage.name, **self.request.parameters, **self._features()}
        if self.request.new_origins or self.request.removed_origins:
            values["CorsOrigins"] = ",".join(self._origins())
        if self.request.presets_removed:
            values |= {"Presets": "", "PresetsVersion": ""}
        return values

    @property
    def upload_bucket(self) -> str:
        """The name of the existing bucket that is used for uploads; empty if the stage has its own."""
        return self._storage_parameter("ExistingUploadBucket")

    @property
    def dest_bucket(self) -> str:
        """The name of the existing bucket that is used for variants; empty if the stage has its own."""
        return self._storage_parameter("ExistingDestBucket")

    def values(self, **others: str) -> Values:
        """Return the values for all stacks: settings, the outputs so far, and `others`."""
        given = {**self.settings(), **self._outputs(), **self._feature_outputs(), **self._derived(), **others}
        return Values(given, self.request.defaults)

    def additions(self, stack: Stack, **others: str) -> Values:
        """Return the values without those that take something away from a stack that has it.

        The functions use it until they are updated, so it is taken away in a later step.
        """
        values, before = self.values(**others), self.now.parameters(stack)
        given = {k: v for k, v in values.given.items() if not (v in _ABSENT and before.get(k))}
        return Values(given, values.defaults)

    def expected(self, **others: str) -> Values:
        """Return the values at the end, with placeholders for outputs that don't exist yet."""
        values = self.values(**others)
        wanted = {name for feature in FEATURES if self.on(feature) for name in feature.outputs}
        missing = {name: TO_BE_CREATED for name in wanted if not values.given.get(name)}
        return Values({**values.given, **missing}, values.defaults)

    def stacks_wanted(self) -> list[Stack]:
        """Return all stacks that the stage shall have, in the order of creation."""
        stage = self.request.stage
        absent = [feature.stack(stage) for feature in FEATURES if not self.on(feature)]
        return [stack for stack in stage.stacks if stack not in absent and stack != stage.artifacts]

    def stacks_to_delete(self) -> list[Stack]:
        """Return the stacks of features that are turned off. Events keep theirs: it has the endpoints."""
        off = (feature for feature in FEATURES if feature is not EVENTS and self.to_delete(feature))
        return [feature.stack(self.request.stage) for feature in off]

    def _is_on(self, feature: Feature) -> bool:
        if feature is EVENTS:
            return bool(self.now.parameters(self.request.stage.access).get("EventBus"))
        return self.now.in_use(feature.stack(self.request.stage))

    def _features(self) -> dict[str, str]:
        """Return the settings that turn features on, and the defaults of those that turn them off."""
        found: dict[str, str] = {}
        for feature in FEATURES:
            on = self.on(feature)
            found |= {name: value if on else _OFF[name] for name, value in feature.on.items()}
        return found

    def _outputs(self) -> dict[str, str]:
        stage = self.request.stage
        found: dict[str, str] = {}
        for stack in (stage.artifacts, stage.storage, stage.access, stage.app):
            own = self.now.parameters(stack)
            # A stack's echo of its own parameters is not an input for others.
            found |= {k: v for k, v in self.now.outputs(stack).items() if k not in own}
        return found

    def _feature_outputs(self) -> dict[str, str]:
        given: dict[str, str] = {}
        for feature in FEATURES:
            if self.on(feature):
                outputs = self.now.outputs(feature.stack(self.request.stage))
                given |= {name: outputs[name] for name in feature.outputs if name in outputs}
            else:
                given |= dict.fromkeys(feature.outputs, "")
        return given | {"PublicBaseUrl": self._public_base_url()}

    def _public_base_url(self) -> str:
        """Return the base URL of the variants: the user's own, or else the distribution's."""
        cdn = self.now.outputs(CDN.stack(self.request.stage))
        chosen = self.request.parameters.get("PublicBaseUrl", "")
        if not chosen and not self.request.changes_cdn_domain:
            chosen = self.settings().get("PublicBaseUrl", "")
        # It may have had its own domain before.
        own = {cdn.get("PublicBaseUrl"), f"https://{cdn.get('CdnDomainTarget')}"}
        if chosen and chosen.rstrip("/") not in own:
            return chosen
        return cdn.get("PublicBaseUrl", "") if self.on(CDN) else ""

    def _derived(self) -> dict[str, str]:
        settings = self.settings()
        derived = {}
        before = self.now.parameters(self.request.stage.storage)
        if before:
            # A stage of release 0.9 does not have the parameter. Its indexes are deleted later.
            derived[STEP] = str(max(int(before.get(STEP, ADDED)), ADDED))
        # The stack of the alarms has the address, and the budget needs it, too.
        if address := self.now.parameters(self.request.stage.operations).get("AlarmEmail"):
            derived["AlarmEmail"] = self.request.parameters.get("AlarmEmail", address)
        if settings.get("Timeout"):
            derived["SlowProcessing"] = str(int(settings["Timeout"]) * _SLOW_MS)
        page = self.now.outputs(self.request.stage.app).get("EndpointURL")
        if page:
            derived["AllowedOrigins"] = ",".join(self._allowed_origins(page, settings))
        return derived

    def _allowed_origins(self, page: str, settings: Mapping[str, str]) -> Iterator[str]:
        """Yield the origins of the upload page, and of the other pages that post upload forms."""
        url = urlsplit(page)
        yield f"{url.scheme}://{url.netloc}"
        if settings.get("DomainName"):
            yield f"https://{settings['DomainName']}"
        yield from filter(None, settings.get("CorsOrigins", "").split(","))

    def _origins(self) -> list[str]:
        before = [each for each in self.before.get("CorsOrigins", "").split(",") if each]
        wanted = dict.fromkeys((*before, *self.request.new_origins))
        return [each for each in wanted if each not in self.request.removed_origins]

    def _storage_parameter(self, name: str) -> str:
        before = self.now.parameters(self.request.stage.storage)
        return self.request.parameters.get(name, before.get(name, ""))
