"""What `ops exposure` prints: Markdown tables, as in docs/security.md."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ops.costing import attackers, on_demand_attackers
from ops.costing.attackers import Stage
from ops.costing.prices import USD
from ops.costing.statement import Amounts, cost
from ops.printing import Printer

ATTACKERS: Mapping[str, Callable[[Stage], Mapping[str, Amounts]]] = MappingProxyType(
    {
        "no token": attackers.no_token,
        "a read token": attackers.read_token,
        "one form": attackers.one_form,
        "one multipart upload": attackers.one_upload,
        "a write token": attackers.write_token,
        "a public image's URL, with variants on demand": on_demand_attackers.image_url,
        "a read token, with variants on demand": on_demand_attackers.read_token_on_demand,
    }
)
# What AWS does not bound: the price of a gigabyte, and what bounds it.
_TRAFFIC = (
    (
        "variants from S3, by signed URLs",
        "transfer_out_gb",
        "`URL_EXPIRES`, after which a URL is useless; a budget alarm",
    ),
    (
        "variants through CloudFront",
        "cloudfront_gb",
        "a web ACL with a rate rule; a flat-rate plan of CloudFront; a budget alarm",
    ),
)


def usd_per_day(stage: Stage) -> Mapping[str, float]:
    """Return what each attacker can cost in US dollars per day, at most."""
    return {name: sum(_items(used(stage)).values()) for name, used in ATTACKERS.items()}


def print_tables(stage: Stage, printer: Printer) -> None:
    """Print what each attacker can cost, and what traffic costs."""
    printer.print(_assumptions(stage))
    rows = []
    for name, used in ATTACKERS.items():
        items = _items(used(stage))
        rows += [[name, what, _usd(usd)] for what, usd in items.items()]
        rows.append([f"**{name}**", "**total**", f"**{_usd(sum(items.values()))}**"])
    _print_table(("Attacker with", "Requests, compute and storage", "USD per day"), rows, printer)
    traffic = [[what, f"{USD[price]:g}", bound] for what, price, bound in _TRAFFIC]
    _print_table(("Traffic", "USD per GB", "What bounds it"), traffic, printer)


def _items(used: Mapping[str, Amounts]) -> Mapping[str, float]:
    # Rounded, so that they add up as printed.
    return {what: round(cost(amounts, USD), 2) for what, amounts in used.items()}


def _usd(amount: float) -> str:
    return f"{amount:,.2f}" if amount else "less than 0.01"


def _assumptions(stage: Stage) -> str:
    deployment = stage.deployment
    return (
        f"Functions on {deployment.architecture} with {deployment.memory_mb:,} MB of memory and a timeout of"
        f" {stage.timeout} seconds; {stage.slots} images at once; {stage.presets} presets."
    )


def _print_table(head: Sequence[str], rows: Sequence[Sequence[str]], printer: Printer) -> None:
    lines = [head, ["---", *("---:" if each.startswith("USD") else "---" for each in head[1:])], *rows]
    printer.print("\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines))
