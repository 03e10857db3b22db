"""Find the requests to AWS in the code of the ops commands, including those that no test makes."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from botocore import xform_name
from botocore.loaders import Loader

from local.process import ROOT

Request = tuple[str, str]

OPS = frozenset((ROOT / "ops").rglob("*.py"))


def requests_in(modules: Iterable[Path] = OPS) -> set[Request]:
    """Return the requests in these modules as service and operation, such as ("s3", "HeadBucket").

    A method counts whatever it is called on, for each service that the commands use and that has it.
    """
    names = set(_names(modules))
    return {
        (service, operation)
        for service in set(_arguments(OPS, "client"))
        for name, operation in _operations(service)
        if name in names
    }


def _names(modules: Iterable[Path]) -> Iterator[str]:
    """Yield what can be the name of a client's method or of a waiter."""
    modules = list(modules)
    yield from (node.attr for node in _nodes(modules) if isinstance(node, ast.Attribute))
    yield from _arguments(modules, "get_paginator")
    yield from _arguments(modules, "get_waiter")


def _arguments(modules: Iterable[Path], method: str) -> Iterator[str]:
    """Yield the first argument of each call of a method, if it is a literal."""
    for node in _nodes(modules):
        match node:
            case ast.Call(func=ast.Attribute(attr=name), args=[ast.Constant(value=str(argument)), *_]):
                if name == method:
                    yield argument


def _nodes(modules: Iterable[Path]) -> Iterator[ast.AST]:
    return (node for module in modules for node in ast.walk(ast.parse(module.read_bytes())))


def _operations(service: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each method and each waiter of a client, with its operation."""
    loader = Loader()
    for operation in loader.load_service_model(service, "service-2")["operations"]:
        yield xform_name(operation), operation
    if service in loader.list_available_services("waiters-2"):
        for waiter, about in loader.load_service_model(service, "waiters-2")["waiters"].items():
            yield xform_name(waiter), about["operation"]
