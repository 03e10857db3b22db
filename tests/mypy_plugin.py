"""A plugin for mypy: `msgspec.structs.replace` takes the fields of the struct, with their types.

msgspec declares `**changes: Any`. mypy's own plugin for data classes knows the fields of structs, too, since
they are declared alike (PEP 681).
"""

from collections.abc import Callable

from mypy.plugin import FunctionSigContext, Plugin
from mypy.plugins.dataclasses import replace_function_sig_callback
from mypy.types import CallableType, Instance, get_proper_type


def _checked_replace(context: FunctionSigContext) -> CallableType:
    (struct,) = context.args[0]
    is_one_type = isinstance(get_proper_type(context.api.get_expression_type(struct)), Instance)
    # A change of a union's member may suit that member alone, which mypy's plugin does not allow.
    return replace_function_sig_callback(context) if is_one_type else context.default_signature


class StructPlugin(Plugin):
    """Checks the arguments of `msgspec.structs.replace`."""

    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], CallableType] | None:
        """Return what checks the calls of a function."""
        return _checked_replace if fullname == "msgspec.structs.replace" else None


def plugin(_version: str) -> type[Plugin]:
    """Return the plugin, as mypy expects it."""
    return StructPlugin
