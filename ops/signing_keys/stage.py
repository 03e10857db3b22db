"""The signing keys of a deployed stage."""

from ops.cloudformation.clients import Clients
from ops.signing_keys.key_value_store import EdgeKeys
from ops.signing_keys.parameter import KeysParameter
from ops.signing_keys.rotation import Rotation


def keys_of(clients: Clients, parameter: str, store_arn: str) -> Rotation:
    """Return the keys in a parameter and in the CDN's key value store, whose ARN is empty without one."""
    cdn = EdgeKeys(clients.key_values, store_arn) if store_arn else None
    return Rotation(parameter=KeysParameter(clients.parameters, parameter), cdn=cdn)
