"""Contract of SigningKeys, for the fake and the adapter of SSM."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.aws.signing_keys import SSMSigningKeys
from chalicelib.errors import ConfigurationError, ServiceUnavailable
from chalicelib.models import SigningKey
from chalicelib.ports import SigningKeys
from local.account import CREDENTIALS, REGION
from tests.contract.conftest import EMULATORS
from tests.contract.emulators import Emulator
from tests.fakes import FakeSigningKeys

NEWEST = SigningKey(id="00000002", secret="b" * 64)
OLDER = SigningKey(id="00000001", secret="a" * 64)
VALUE = json.dumps({"keys": [{"id": each.id, "secret": each.secret} for each in (NEWEST, OLDER)]})


def ssm(url: str) -> Any:
    return boto3.client(
        "ssm",
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS,
        aws_secret_access_key=CREDENTIALS,
    )


@dataclass(frozen=True)
class Parameter:
    """A parameter that does not exist yet."""

    client: Any
    name: str

    @property
    def keys(self) -> SSMSigningKeys:
        return SSMSigningKeys(self.client, self.name)

    def put(self, value: str) -> None:
        self.client.put_parameter(Name=self.name, Value=value, Type="SecureString", Overwrite=True)


@pytest.fixture
def parameter(emulator: Emulator) -> Parameter:
    return Parameter(ssm(emulator.url), f"/darkroom/{uuid.uuid4().hex}")


@pytest.mark.parametrize("kind", ["fake", *EMULATORS])
def test_all_keys_are_returned_the_newest_first(kind: str, request: pytest.FixtureRequest) -> None:
    keys: SigningKeys = FakeSigningKeys([NEWEST, OLDER])
    if kind != "fake":
        emulator: Emulator = request.getfixturevalue(kind)
        parameter = Parameter(ssm(emulator.url), f"/darkroom/{uuid.uuid4().hex}")
        parameter.put(VALUE)
        keys = parameter.keys
    assert list(keys.newest_first()) == [NEWEST, OLDER]


def test_the_newest_value_of_the_parameter_counts(parameter: Parameter) -> None:
    parameter.put(VALUE)
    parameter.put('{"keys": []}')
    assert parameter.keys.newest_first() == ()


def test_without_the_parameter_there_are_no_keys(parameter: Parameter) -> None:
    assert parameter.keys.newest_first() == ()


@pytest.mark.parametrize(
    "value", ["secret-text", '{"keys": "secret-text"}', '{"keys": [{"id": "secret-text"}]}']
)
def test_an_invalid_value_is_a_configuration_error_that_does_not_quote_it(
    parameter: Parameter, value: str
) -> None:
    parameter.put(value)
    with pytest.raises(ConfigurationError, match="does not have the format of signing keys") as caught:
        parameter.keys.newest_first()
    assert "secret-text" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_other_errors_of_ssm_are_that_the_service_is_unavailable(parameter: Parameter) -> None:
    with Stubber(parameter.client) as stub:
        stub.add_client_error("get_parameter", "AccessDeniedException", "no")
        with pytest.raises(ServiceUnavailable, match="Reading the signing keys"):
            parameter.keys.newest_first()
