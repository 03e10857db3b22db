"""Create, list and revoke the API tokens that let callers in."""

import argparse
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from chalicelib.access.principals import ALL_SCOPES, Scope
from chalicelib.access.tokens import Token
from chalicelib.bootstrap.access import Access
from ops import options
from ops.display import Display
from ops.exits import Exit
from ops.target import access

_LIFETIME = re.compile(r"([1-9][0-9]{0,4})([hd])")
_UNITS = {"h": "hours", "d": "days"}
_HEADINGS = ("id", "owner", "scopes", "created", "expires", "label")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    create = actions.add_parser("create", help="print a new token, which is shown this once")
    create.add_argument("--owner", help="whose images its bearer has; default: DEFAULT_OWNER")
    create.add_argument(
        "--scopes", type=_scopes, default=ALL_SCOPES, metavar="A,B", help="read, write; default: both"
    )
    create.add_argument("--expires", type=_lifetime, metavar="90d", help="in hours or days; default: never")
    create.add_argument("--label", default="", help="a note of yours for the list")
    create.set_defaults(action=_create)
    listing = actions.add_parser("list", help="show all tokens, without their secrets")
    listing.set_defaults(action=_list)
    revoke = actions.add_parser("revoke", help="take a token back; it passes for up to a minute more")
    revoke.add_argument("id", help="the part between the underscores; the whole token does, too")
    revoke.set_defaults(action=_revoke)
    for action in (create, listing, revoke):
        options.add_stage(action)


def run(arguments: argparse.Namespace, env: Mapping[str, str], display: Display) -> Exit:
    """Do what was asked. Raises ConfigurationError, InvalidOwner, TokenNotFound, ServiceUnavailable."""
    arguments.action(arguments, access(arguments, env), display)
    return Exit.OK


def _create(arguments: argparse.Namespace, access: Access, display: Display) -> None:
    token, text = access.registry.create(
        access.settings.default_owner if arguments.owner is None else arguments.owner,
        scopes=arguments.scopes,
        lifetime=arguments.expires,
        label=arguments.label,
    )
    display.note(f"Token {token.id} of {token.owner}. Keep it now: it cannot be shown again.")
    display.say(text)


def _list(_: argparse.Namespace, access: Access, display: Display) -> None:
    display.table([_HEADINGS, *map(_row, access.registry.list())])


def _revoke(arguments: argparse.Namespace, access: Access, display: Display) -> None:
    token_id = access.registry.revoke(arguments.id)
    display.say(f"Token {token_id} is revoked.")


def _row(token: Token) -> Sequence[str]:
    expires = "never" if token.expires_at is None else _day(token.expires_at)
    return (
        token.id,
        token.owner,
        ",".join(sorted(token.scopes)),
        _day(token.created_at),
        f"{expires} (over)" if token.is_expired(datetime.now(UTC)) else expires,
        token.label,
    )


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}Z"


def _scopes(text: str) -> frozenset[Scope]:
    try:
        return frozenset(map(Scope, text.split(",")))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"must be read, write or read,write, not {text!r}") from error


def _lifetime(text: str) -> timedelta:
    match = _LIFETIME.fullmatch(text)
    if not match:
        raise argparse.ArgumentTypeError(f"must be hours or days such as 12h or 90d, not {text!r}")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
