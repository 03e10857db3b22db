"""Set, list, remove and test webhook endpoints."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime

from chalicelib.bootstrap.webhooks import WithWebhooks
from chalicelib.models import ListedEndpoint
from chalicelib.webhooks.endpoint_registry import EndpointRegistry
from ops import options
from ops.exit_codes import ExitCode
from ops.printing import Printer
from ops.stage_settings import load_variables

_HEADER = ("owner", "url", "state")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's actions and their options."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    setting = actions.add_parser("set", help="set an owner's endpoint and print its new secret, once")
    setting.add_argument("owner", metavar="OWNER", help="owner of the images")
    setting.add_argument("url", metavar="URL", help="such as https://www.example.com/darkroom")
    setting.set_defaults(action=_set)
    listing = actions.add_parser("list", help="list all endpoints, without their secrets")
    listing.set_defaults(action=_list)
    removal = actions.add_parser("remove", help="remove an owner's endpoint")
    removal.add_argument("owner", metavar="OWNER")
    removal.set_defaults(action=_remove)
    test = actions.add_parser("test", help="send a test event to an owner's endpoint, from this machine")
    test.add_argument("owner", metavar="OWNER")
    test.set_defaults(action=_test)
    for action in (setting, listing, removal, test):
        options.add_stage(action)


def run(arguments: argparse.Namespace, env: Mapping[str, str], printer: Printer) -> ExitCode:
    """Run the action. Raises ConfigurationError, UnusableUrl, EndpointNotFound, DeliveryFailed."""
    arguments.action(arguments, WithWebhooks(load_variables(arguments, env)).registry, printer)
    return ExitCode.OK


def _set(arguments: argparse.Namespace, registry: EndpointRegistry, printer: Printer) -> None:
    endpoint = registry.set(arguments.owner, arguments.url)
    printer.note(
        f"Webhooks for {endpoint.owner} now go to {endpoint.url}, signed with this secret.\n"
        "Save it now: it is not shown again. A previous secret is no longer valid."
    )
    printer.print(endpoint.secret)


def _list(_: argparse.Namespace, registry: EndpointRegistry, printer: Printer) -> None:
    now = datetime.now(UTC)
    rows = [(each.owner, each.url, _state(each, now)) for each in registry.list()]
    printer.table([_HEADER, *rows])


def _remove(arguments: argparse.Namespace, registry: EndpointRegistry, printer: Printer) -> None:
    registry.remove(arguments.owner)
    printer.print(f"Removed the endpoint of {arguments.owner}.")


def _test(arguments: argparse.Namespace, registry: EndpointRegistry, printer: Printer) -> None:
    printer.print(f"The endpoint responded with {registry.test(arguments.owner)}.")


def _state(endpoint: ListedEndpoint, now: datetime) -> str:
    if endpoint.gone:
        return "gone (410)"
    failures = endpoint.health.failures
    paused_until = datetime.fromtimestamp(endpoint.health.paused_until, UTC)
    if paused_until > now:
        return f"paused until {paused_until:%H:%M:%S} UTC after {failures} failures"
    return f"{failures} failures in a row" if failures else ""
