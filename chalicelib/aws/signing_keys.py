"""Read the keys that sign URLs from SSM's Parameter Store."""

from collections.abc import Sequence

import msgspec
from botocore.exceptions import ClientError

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.parameter_store import ParameterStore
from chalicelib.errors import ConfigurationError
from chalicelib.models import SigningKey, SigningKeyList


class SSMSigningKeys:
    """Reads a SecureString: `{"keys": [{"id": "8 hex digits", "secret": "64 hex digits"}, …]}`."""

    def __init__(self, client: ParameterStore, parameter: str) -> None:
        self._client = client
        self._parameter = parameter

    def newest_first(self) -> Sequence[SigningKey]:
        """Return the keys, none if the parameter does not exist. Raises ConfigurationError."""
        with translate_errors("Reading the signing keys"):
            try:
                response = self._client.get_parameter(Name=self._parameter, WithDecryption=True)
            except ClientError as error:
                if error.response["Error"]["Code"] == "ParameterNotFound":
                    return ()
                raise
        try:
            return msgspec.json.decode(response["Parameter"]["Value"], type=SigningKeyList).keys
        except msgspec.MsgspecError:
            # The cause could quote a secret.
            raise ConfigurationError(
                f"The SSM parameter {self._parameter} does not have the format of signing keys;"
                " `python -m ops signing-key` writes it"
            ) from None
