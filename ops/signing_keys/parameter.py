"""The keys in AWS Systems Manager Parameter Store, where the API reads them."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec
from botocore.exceptions import ClientError
from msgspec import Struct

from chalicelib.errors import ConfigurationError
from chalicelib.models import SigningKey, SigningKeyList

_MISSING = "ParameterNotFound"


class ParameterClient(Protocol):
    """The part of boto3's client for Parameter Store that is used here."""

    def get_parameter(self, **request: object) -> Mapping[str, Any]:
        """Return a parameter."""

    def put_parameter(self, **request: object) -> object:
        """Create or replace a parameter."""

    def delete_parameter(self, **request: object) -> object:
        """Delete a parameter."""


class KeysParameter(Struct, frozen=True):
    """A SecureString with the keys, newest first. It is encrypted with the account's key `aws/ssm`."""

    client: ParameterClient
    name: str

    def read(self) -> tuple[SigningKey, ...]:
        """Return the keys; none if the parameter doesn't exist. Raises ConfigurationError."""
        try:
            found = self.client.get_parameter(Name=self.name, WithDecryption=True)
        except ClientError as error:
            if _is_missing(error):
                return ()
            raise
        try:
            return msgspec.json.decode(found["Parameter"]["Value"], type=SigningKeyList).keys
        except msgspec.MsgspecError:
            # The cause could quote a secret.
            raise ConfigurationError(f"The parameter {self.name} does not contain signing keys") from None

    def write(self, keys: Sequence[SigningKey]) -> None:
        """Replace the keys."""
        content = msgspec.json.encode(SigningKeyList(tuple(keys))).decode()
        self.client.put_parameter(Name=self.name, Value=content, Type="SecureString", Overwrite=True)

    def delete(self) -> bool:
        """Delete the parameter; return whether there was one."""
        try:
            self.client.delete_parameter(Name=self.name)
        except ClientError as error:
            if _is_missing(error):
                return False
            raise
        return True


def _is_missing(error: ClientError) -> bool:
    return error.response["Error"]["Code"] == _MISSING
