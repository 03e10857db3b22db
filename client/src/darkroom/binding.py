"""Make methods of a client from those that return flows."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar, get_args

F = TypeVar("F", bound=Callable[..., Any])


def described_as(method: Callable[..., Any], returns: Callable[[Any], Any]) -> Callable[[F], F]:
    """Copy name, documentation and signature of a method.

    `returns` converts the annotation of the result.
    """

    def decorate(call: F) -> F:
        functools.update_wrapper(call, method)
        signature = inspect.signature(method)
        result = returns(signature.return_annotation)
        call.__signature__ = signature.replace(return_annotation=result)  # type: ignore[attr-defined]
        call.__annotations__ = {**method.__annotations__, "return": result}
        return call

    return decorate


def result_of(flow: Any) -> Any:  # noqa: ANN401 - annotations can be anything
    """Return what a flow with this annotation returns."""
    return get_args(flow)[-1]
