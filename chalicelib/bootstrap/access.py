"""Wire the authorizer and the token commands. This loads faster than the whole application."""

import os
import secrets
from collections.abc import Mapping
from functools import cache, cached_property

from chalicelib.access.authenticator import Authenticator
from chalicelib.access.ports import TokenStore, TokenVerifier
from chalicelib.access.token_registry import TokenRegistry
from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.loading import without_collection
from chalicelib.config.settings import Settings


class Access:
    """Authentication and tokens of one deployment."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    @cached_property
    def settings(self) -> Settings:
        """The parsed environment. Raises ConfigurationError."""
        return Settings.from_env(self._env)

    @cached_property
    def authenticator(self) -> Authenticator:
        """Authenticates callers."""
        return Authenticator(tokens=self._tokens, issuer=self._issuer, clock=now)

    @cached_property
    def registry(self) -> TokenRegistry:
        """Creates, lists and revokes tokens."""
        return TokenRegistry(tokens=self._tokens, clock=now, random=secrets.token_hex)

    @cached_property
    def _issuer(self) -> TokenVerifier | None:
        issuer, audience = self.settings.auth_issuer, self.settings.auth_audience
        if issuer is None or audience is None:
            return None
        from chalicelib.access.issuer import IssuerKeys
        from chalicelib.access.oidc import OidcVerifier

        return OidcVerifier(IssuerKeys(issuer), issuer=issuer, audience=audience)

    @cached_property
    @without_collection()
    def _tokens(self) -> TokenStore:
        from chalicelib.aws.clients import dynamodb_client
        from chalicelib.aws.tokens import DynamoDBTokenStore

        return DynamoDBTokenStore(dynamodb_client(), self.settings.tokens_table)


@cache
def access() -> Access:
    """Return this process's Access."""
    return Access(dict(os.environ))
