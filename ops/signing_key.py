"""Add, retire and list the keys that sign URLs of variants on demand."""

import argparse
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chalicelib.errors import ConfigurationError
from ops import options
from ops.cloudformation.clients import connect
from ops.cloudformation.names import Stage
from ops.cloudformation.stacks import Stacks
from ops.exit_codes import ExitCode
from ops.printing import Printer, minute
from ops.signing_keys.rotation import Rotation, keys_of
from ops.stage_settings import load_variables

_ID = re.compile("[0-9a-f]{8}")
_HEADER = ("id", "created", "age", "use")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's actions and their options."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("add", help="create a key, which signs from now on, and print it, once")
    add.set_defaults(action=_add)
    retire = actions.add_parser("retire", help="remove a key; URLs that it signed are refused")
    retire.add_argument("id", type=_key_id, metavar="ID", help="the key's id: 8 hex digits")
    retire.set_defaults(action=_retire)
    listing = actions.add_parser("list", help="list all keys, without their secrets")
    listing.set_defaults(action=_list)
    for action in (add, retire, listing):
        options.add_stage(action)
        action.add_argument(
            "--key-value-store",
            metavar="ARN",
            help="the CDN's key value store (default: that of the stage's stack, if it has one)",
        )


def run(arguments: argparse.Namespace, env: Mapping[str, str], printer: Printer) -> ExitCode:
    """Run the action. Raises ConfigurationError, TooManySigningKeys, SigningKeyNotFound, StoreBusy."""
    arguments.action(arguments, _keys(arguments, env), printer)
    return ExitCode.OK


def _keys(arguments: argparse.Namespace, env: Mapping[str, str]) -> Rotation:
    parameter = load_variables(arguments, env).get("SIGNING_KEYS")
    if not parameter:
        raise ConfigurationError("SIGNING_KEYS is not set; use --stage, or set it to a parameter's name")
    clients = connect()
    store = arguments.key_value_store or ""
    if not store and arguments.stage:
        stacks = Stacks(clients.cloudformation, time.sleep)
        store = stacks.outputs(Stage.named(arguments.stage).cdn).get("KeyValueStoreArn", "")
    return keys_of(clients, parameter, store)


def _add(_: argparse.Namespace, keys: Rotation, printer: Printer) -> None:
    key = keys.add(datetime.now(UTC))
    printer.note(
        f"Created signing key {key.id}. The API signs with it within a minute.\n"
        "Your own servers sign with the line below. Save it now: it is not shown again."
    )
    printer.print(f"{key.id}:{key.secret}")


def _retire(arguments: argparse.Namespace, keys: Rotation, printer: Printer) -> None:
    keys.retire(arguments.id)
    printer.print(f"Retired signing key {arguments.id}. URLs that it signed are refused within a minute.")


def _list(_: argparse.Namespace, keys: Rotation, printer: Printer) -> None:
    now = datetime.now(UTC)
    rows = [(each.id, minute(each.created_at), _age(now - each.created_at), each.use) for each in keys.list()]
    printer.table([_HEADER, *rows])


def _age(age: timedelta) -> str:
    if age.days:
        return f"{age.days} days" if age.days > 1 else "1 day"
    return "less than a day"


def _key_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise argparse.ArgumentTypeError(f"must be 8 hex digits, not {text!r}")
    return text
