"""Create, list and revoke API tokens."""

import argparse
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from chalicelib.access.principals import ALL_SCOPES, Scope
from chalicelib.access.tokens import Token
from chalicelib.bootstrap.access import Access
from ops import options
from ops.exit_codes import ExitCode
from ops.printing import Printer, minute
from ops.stage_settings import load_variables

_LIFETIME = re.compile(r"([1-9][0-9]{0,4})([hd])")
_UNITS = {"h": "hours", "d": "days"}
_HEADER = ("id", "owner", "scopes", "created", "expires", "label")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's actions and their options."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    create = actions.add_parser("create", help="create a token and print it, once")
    _add_create(create)
    listing = actions.add_parser("list", help="list all tokens, without their secrets")
    listing.set_defaults(action=_list)
    revoke = actions.add_parser(
        "revoke", help="revoke a token; API Gateway may accept it for up to another minute"
    )
    revoke.add_argument("id", metavar="ID", help="the token's id, or the whole token")
    revoke.set_defaults(action=_revoke)
    for action in (create, listing, revoke):
        options.add_stage(action)


def _add_create(create: argparse.ArgumentParser) -> None:
    create.add_argument("--owner", help="owner of the token and its images (default: DEFAULT_OWNER)")
    create.add_argument(
        "--scopes",
        type=_scopes,
        default=ALL_SCOPES,
        help="read, write or read,write (default: read,write)",
    )
    create.add_argument(
        "--expires",
        type=_lifetime,
        metavar="LIFETIME",
        help="lifetime in hours or days, such as 12h or 90d (default: never expires)",
    )
    create.add_argument("--label", default="", help="note to show in the list of tokens")
    create.set_defaults(action=_create)


def run(arguments: argparse.Namespace, env: Mapping[str, str], printer: Printer) -> ExitCode:
    """Run the action. Raises ConfigurationError, InvalidOwner, TokenNotFound, ServiceUnavailable."""
    arguments.action(arguments, Access(load_variables(arguments, env)), printer)
    return ExitCode.OK


def _create(arguments: argparse.Namespace, access: Access, printer: Printer) -> None:
    token, text = access.registry.create(
        access.settings.default_owner if arguments.owner is None else arguments.owner,
        scopes=arguments.scopes,
        lifetime=arguments.expires,
        label=arguments.label,
    )
    printer.note(f"Created token {token.id} for {token.owner}. Save it now: it is not shown again.")
    printer.print(text)


def _list(_: argparse.Namespace, access: Access, printer: Printer) -> None:
    printer.table([_HEADER, *map(_row, access.registry.list())])


def _revoke(arguments: argparse.Namespace, access: Access, printer: Printer) -> None:
    token_id = access.registry.revoke(arguments.id)
    printer.print(f"Revoked token {token_id}.")


def _row(token: Token) -> Sequence[str]:
    expires = "never" if token.expires_at is None else minute(token.expires_at)
    return (
        token.id,
        token.owner,
        ",".join(sorted(token.scopes)),
        minute(token.created_at),
        f"{expires} (expired)" if token.is_expired(datetime.now(UTC)) else expires,
        token.label,
    )


def _scopes(text: str) -> frozenset[Scope]:
    try:
        return frozenset(map(Scope, text.split(",")))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"must be read, write or read,write, not {text!r}") from error


def _lifetime(text: str) -> timedelta:
    match = _LIFETIME.fullmatch(text)
    if not match:
        raise argparse.ArgumentTypeError(f"must be hours or days, such as 12h or 90d, not {text!r}")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
