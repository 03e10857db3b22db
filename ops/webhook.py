"""Say which principals are called when their images are done, and where; try it."""

import argparse
from collections.abc import Mapping

from chalicelib.webhooks.registry import EndpointRegistry
from ops import options
from ops.display import Display
from ops.exits import Exit
from ops.target import webhooks

_HEADINGS = ("owner", "url", "state")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    setting = actions.add_parser("set", help="set the endpoint; prints its new secret, this once")
    setting.add_argument("owner", help="whose images it is told of")
    setting.add_argument("url", help="such as https://www.example.com/darkroom")
    setting.set_defaults(action=_set)
    listing = actions.add_parser("list", help="show all endpoints, without their secrets")
    listing.set_defaults(action=_list)
    removal = actions.add_parser("remove", help="call the owner no more")
    removal.add_argument("owner")
    removal.set_defaults(action=_remove)
    test = actions.add_parser("test", help="call the endpoint once, from this machine")
    test.add_argument("owner")
    test.set_defaults(action=_test)
    for action in (setting, listing, removal, test):
        options.add_stage(action)


def run(arguments: argparse.Namespace, env: Mapping[str, str], display: Display) -> Exit:
    """Do what was asked. Raises ConfigurationError, UnusableUrl, EndpointNotFound, DeliveryFailed."""
    arguments.action(arguments, webhooks(arguments, env).registry, display)
    return Exit.OK


def _set(arguments: argparse.Namespace, registry: EndpointRegistry, display: Display) -> None:
    endpoint = registry.set(arguments.owner, arguments.url)
    display.note(
        f"Webhooks of {endpoint.owner} go to {endpoint.url} from now on, signed with this secret.\n"
        "Keep it now: it is not shown again, and the one before holds no more."
    )
    display.say(endpoint.secret)


def _list(_: argparse.Namespace, registry: EndpointRegistry, display: Display) -> None:
    rows = [(owner, url, "gone (410)" if gone else "") for owner, url, gone in registry.list()]
    display.table([_HEADINGS, *rows])


def _remove(arguments: argparse.Namespace, registry: EndpointRegistry, display: Display) -> None:
    registry.remove(arguments.owner)
    display.say(f"{arguments.owner} is called no more.")


def _test(arguments: argparse.Namespace, registry: EndpointRegistry, display: Display) -> None:
    display.say(f"The endpoint answered {registry.test(arguments.owner)}.")
