"""A stage with signing keys, and fakes of the services that keep them."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from ops.signing_keys.key_value_store import EdgeKeys
from ops.signing_keys.parameter import KeysParameter
from ops.signing_keys.rotation import Rotation
from tests.fakes.account.errors import client_error
from tests.fakes.account.signing_keys import FakeKeyValues, FakeParameters

NAME, ARN = "/darkroom/prod/signing-keys", "arn:aws:cloudfront::123456789012:key-value-store/a"
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DENIED = client_error("AccessDeniedException", "denied", "any")


@dataclass
class Stage:
    """The keys of a stage, with a CDN and without one."""

    parameters: FakeParameters = field(default_factory=FakeParameters)
    key_values: FakeKeyValues = field(default_factory=lambda: FakeKeyValues({ARN: {}}))

    @property
    def keys(self) -> Rotation:
        client = cast("Any", self.key_values)
        return Rotation(parameter=self._parameter, cdn=EdgeKeys(client, ARN))

    @property
    def keys_without_cdn(self) -> Rotation:
        return Rotation(parameter=self._parameter, cdn=None)

    @property
    def _parameter(self) -> KeysParameter:
        return KeysParameter(cast("Any", self.parameters), NAME)

    @property
    def at_cdn(self) -> dict[str, str]:
        return self.key_values.stores[ARN]

    @property
    def at_api(self) -> dict[str, str]:
        stored = json.loads(self.parameters.values.get(NAME, '{"keys": []}'))
        return {key["id"]: key["secret"] for key in stored["keys"]}


def add(stage: Stage, count: int = 1) -> list[str]:
    """Add keys; return their ids, newest first."""
    return [stage.keys.add(NOW).id for _ in range(count)][::-1]
