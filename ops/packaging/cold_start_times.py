"""Measure cold starts and their imports, in processes that see only the package and Lambda's runtime."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from ops.packaging.layouts import Layout

# Settings that suffice to load the app, which makes no calls to AWS.
ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {
        "UPLOAD_BUCKET": "uploads",
        "DEST_BUCKET": "processed",
        "IMAGES_TABLE": "images",
        "TOKENS_TABLE": "tokens",
        "FAILURES_QUEUE": "failures",
        "DEFERRED_QUEUE": "deferred",
        "ERASURES_QUEUE": "erasures",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
    }
)

_DARKROOM = "import app; from chalicelib.bootstrap import darkroom; d = darkroom(); d.invocations; "

COLD_STARTS: Mapping[str, str] = MappingProxyType(
    {
        "process_upload": f"{_DARKROOM} d.pipeline",
        "api_handler": f"{_DARKROOM} d.upload_forms, d.lookup",
        "authorize": "import chalicelib.entrypoints.authorizer;"
        " from chalicelib.bootstrap.access import access; access().authenticator",
    }
)

# What every function needs that uses S3 or DynamoDB through boto3.
TWO_CLIENTS = "import boto3; boto3.client('s3'); boto3.client('dynamodb')"
ONE_CLIENT = "import boto3; boto3.client('dynamodb')"


_CPU = "\nimport time; print(time.process_time())"


class ColdStart(Struct, frozen=True, kw_only=True):
    """CPU time of a function's cold start in milliseconds, by layout: the minimum of several runs.

    `clients` is the share of boto3 in the layout as built. The minimum is the best estimate, because other
    load on the machine can only add time.
    """

    function: str
    by_layout: Mapping[str, float]
    clients: float

    @property
    def whole(self) -> float:
        """The time of the layout as built."""
        return next(iter(self.by_layout.values()))

    @property
    def own(self) -> float:
        """The time of the layout as built, without Python itself, boto3 and its clients."""
        return self.whole - self.clients

    def shares_of(self, layout: str) -> tuple[float, float]:
        """Return the whole time and the own time as shares of those of another layout."""
        other = self.by_layout[layout]
        return self.whole / other, self.own / (other - self.clients)


def measure_cold_starts(layouts: Sequence[Layout], rounds: int) -> list[ColdStart]:
    """Measure all functions and layouts round by round, so that temporary load affects all of them."""
    code = {**COLD_STARTS, "two clients": TWO_CLIENTS, "one client": ONE_CLIENT}
    taken: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for layout in layouts:
            for name, statements in code.items():
                taken.setdefault((name, layout.name), []).append(_cpu(layout, statements))
    least = {each: 1000 * min(seconds) for each, seconds in taken.items()}
    built = layouts[0].name
    return [
        ColdStart(
            function=name,
            by_layout={layout.name: least[name, layout.name] for layout in layouts},
            clients=least["one client" if name == "authorize" else "two clients", built],
        )
        for name in COLD_STARTS
    ]


def _cpu(layout: Layout, statements: str) -> float:
    return float(run_python(layout, statements + _CPU).stdout)


def run_python(layout: Layout, statements: str, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run Python statements as in Lambda: they can import only the layout, and no bytecode is written."""
    paths = f"import sys; sys.path[:0] = {layout.path!r}\n"
    return subprocess.run(  # noqa: S603 - the running Python
        [sys.executable, "-I", "-S", "-B", *options, "-c", paths + statements],
        env={**ENVIRONMENT, "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=True,
    )


# A line has the module's own time, the time including its imports, and its name:
# https://docs.python.org/3/using/cmdline.html#cmdoption-X
_LINE = re.compile(r"^import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)$", re.MULTILINE)


class Import(Struct, frozen=True, kw_only=True):
    """An imported module, and how long it takes without its own imports."""

    module: str
    milliseconds: float


def import_times(layout: Layout, function: str) -> list[Import]:
    """Return the modules that a function's cold start imports, slowest first."""
    report = run_python(layout, COLD_STARTS[function], "-X", "importtime").stderr
    return sorted(parse_report(report), key=lambda each: -each.milliseconds)


def by_package(found: list[Import]) -> dict[str, tuple[int, float]]:
    """Return the number of modules and their total milliseconds by package, slowest first."""
    totals: dict[str, tuple[int, float]] = {}
    for each in found:
        package = each.module.partition(".")[0]
        count, sum_ = totals.get(package, (0, 0.0))
        totals[package] = (count + 1, sum_ + each.milliseconds)
    return dict(sorted(totals.items(), key=lambda item: -item[1][1]))


def parse_report(report: str) -> Iterator[Import]:
    """Parse the report of `-X importtime`."""
    for own, module in _LINE.findall(report):
        yield Import(module=module, milliseconds=int(own) / 1000)
