"""What `ops cost --on-demand` prints: the bound per image, and the price of views."""

from chalicelib.config.settings import DEFAULTS
from chalicelib.domain.on_demand.negotiation import preset_formats
from chalicelib.domain.presets import Presets
from chalicelib.models import OnDemandPolicy
from ops.costing.on_demand import Variants
from ops.costing.prices import USD
from ops.costing.statement import cost, times
from ops.printing import Printer

_VIEWS = 1_000_000
_LABEL = 28


EXAMPLE = OnDemandPolicy(
    widths=(160, 320, 480, 640, 960, 1280, 1920), ratios=("source", "1:1", "4:3", "16:9")
)
"""The policy in docs/howto/on-demand.md, for presets files that allow nothing on demand."""


def files_per_image(presets: Presets) -> int:
    """Return the most files that requests without a signature lead to for one image."""
    if not presets.renders_on_demand:
        return EXAMPLE.bound
    named = sum(len(preset_formats(spec)) for spec in presets.on_demand_presets.values())
    return named + (presets.on_demand.bound if presets.on_demand else 0)


def print_on_demand(presets: Presets, variants: Variants, printer: Printer) -> None:
    """Print the bound, and the prices of views."""
    files = files_per_image(presets)
    policy = "the presets file" if presets.renders_on_demand else "the example in docs/howto/on-demand.md"
    rendering = files * cost(variants.rendering(), USD)
    storage = cost(times(files, variants.stored()), USD)
    printer.print(
        f"\nVariants on demand, with {policy}: at most {files:,} files of each image,"
        f" {files * variants.bytes / 1e6:,.1f} MB\n"
        f"  {'Rendering all of them':{_LABEL}}{rendering:16,.6f} USD\n"
        f"  {'Storing them for a month':{_LABEL}}{storage:16,.6f} USD\n"
        f"  With a signature or a token, at most {DEFAULTS.renderings_per_image:,} renderings a day of each"
        f" image, and {DEFAULTS.renderings_per_day:,} of all images of an owner."
    )
    views = variants.views()
    printer.print(
        f"\n{f'A million views of them, of {variants.bytes / 1e3:,.1f} KB':{_LABEL + 2}}"
        + "".join(f"{way:>20}" for way in views)
    )
    for kind in ("First view", "Later view"):
        prices = [_VIEWS * cost(way[kind], USD) for way in views.values()]
        printer.print(f"  {kind:{_LABEL}}" + "".join(f"{usd:16,.2f} USD" for usd in prices))
