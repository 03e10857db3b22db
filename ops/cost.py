"""Estimate what Darkroom costs: processing, storage, delivery, and a deployment without images."""

import argparse
from collections.abc import Mapping, Sequence

from chalicelib.bootstrap.engine import default_engine
from chalicelib.bootstrap.presets import read_presets
from chalicelib.models import VariantSpec
from ops.costing import arguments as cost_arguments
from ops.costing import report
from ops.costing.engine_times import LOAD, NotMeasured, call_ms, count_variants, look_up, read_report
from ops.costing.measuring import measure, megapixels
from ops.costing.on_demand import Variants
from ops.costing.on_demand_report import print_on_demand
from ops.costing.usage import Image
from ops.exit_codes import ExitCode
from ops.printing import Printer

# A camera JPEG has about three megapixels per megabyte.
MEGAPIXELS_PER_MB = 3.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    cost_arguments.add_arguments(parser)


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Print the estimate.

    Raises ConfigurationError, UnknownPreset, and Rejected for an unusable --image.
    """
    presets = read_presets(arguments.presets)
    specs = presets.choose(arguments.variants or presets.default)
    image, source = _image(arguments, specs, presets.overlays)
    estimate = report.Estimate(
        images=arguments.images,
        image=image,
        names=tuple(spec.name for spec in specs),
        source=source,
        views=arguments.views,
        deployment=cost_arguments.deployment(arguments),
        call_ms=call_ms(LOAD.read_text("utf-8")),
    )
    report.print_estimate(estimate, printer)
    if arguments.on_demand:
        variants = Variants(image=image, deployment=estimate.deployment, call_ms=estimate.call_ms)
        print_on_demand(presets, variants, printer)
    report.print_assumptions(estimate, printer)
    return ExitCode.OK


def _image(
    arguments: argparse.Namespace, specs: Sequence[VariantSpec], overlays: Mapping[str, bytes]
) -> tuple[Image, str]:
    """Return the average image, and where its CPU time comes from. Raises SystemExit if it is unknown."""
    counts = {"presets": len(specs), "variants": count_variants(specs)}
    if arguments.image is not None:
        engine, content = default_engine(overlays), arguments.image.read_bytes()
        rendering, pixels = measure(engine, content, specs), megapixels(engine, content)
        measured = Image(bytes=len(content), megapixels=pixels, rendering=rendering, **counts)
        return measured, "measured on this machine"
    size, pixels = arguments.avg_mb * 1e6, arguments.avg_mb * MEGAPIXELS_PER_MB
    try:
        rendering = look_up(read_report(), specs, pixels)
    except NotMeasured as error:
        arguments.usage_error(
            f"bench/results/variants.json has no CPU time for {error}; add --image with a typical image"
        )
    return Image(bytes=size, megapixels=pixels, rendering=rendering, **counts), "from bench/results"
