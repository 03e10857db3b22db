"""What callers see of a call, and what they must not see."""

from collections.abc import Iterator, Sequence

from tests.kernel.calls import Call, Result
from tests.kernel.prototypes import Parameter, Prototype, prototypes

Seen = list[tuple[int, tuple[bytes, ...]]]


def seen(calls: Sequence[Call], results: Sequence[Result]) -> Seen:
    """Return statuses, and the outputs of calls that succeeded."""
    known = prototypes()
    return [
        (result.status, () if result.status else _outputs(call, result, known[call.function]))
        for call, result in zip(calls, results, strict=True)
    ]


def _outputs(call: Call, result: Result, prototype: Prototype) -> tuple[bytes, ...]:
    return tuple(
        content for parameter, _, content in _buffers(call, result, prototype) if parameter.is_output
    )


def changed_inputs(call: Call, result: Result, prototype: Prototype) -> list[str]:
    """Return the names of const buffers that the function wrote to."""
    return [
        parameter.name
        for parameter, before, after in _buffers(call, result, prototype)
        if parameter.type.startswith("const ") and before != after
    ]


def _buffers(call: Call, result: Result, prototype: Prototype) -> Iterator[tuple[Parameter, bytes, bytes]]:
    pairs = zip(prototype.parameters, call.arguments, strict=True)
    before = [(parameter, argument) for parameter, argument in pairs if isinstance(argument, bytes)]
    for (parameter, argument), content in zip(before, result.buffers, strict=True):
        yield parameter, argument, content
