"""Crop images with every method, and compare each crop with the image's subject."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from statistics import fmean
from types import MappingProxyType

from msgspec import Struct, structs
from PIL import Image

from bench.crops.methods import METHODS, Scaled
from bench.crops.scenes import Box, iou
from bench.crops.subjects import Subject
from chalicelib.domain import geometry
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import VariantPlan, VariantSpec

RATIOS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"1:1": (360, 360), "16:9": (640, 360), "9:16": (360, 640)}
)
_ENGINE = PillowEngine(Limits(max_decode_bytes=1 << 40))


class Score(Struct, frozen=True):
    """How well one crop matches a subject, from 0 to 1, and the CPU time to find it in milliseconds."""

    subject: Subject
    ratio: str
    method: str
    iou: float
    milliseconds: float


def judge(subjects: Iterable[Subject]) -> Iterator[Score]:
    """Yield the score of every method for every subject and aspect ratio."""
    for subject in subjects:
        for ratio, scaled in zip(RATIOS, _scaled(subject.content), strict=True):
            for name, crop in METHODS.items():
                box, milliseconds = _timed(crop, scaled)
                yield Score(subject, ratio, name, iou(box, subject.box), milliseconds)


def _timed(crop: Callable[[Scaled], Box], scaled: Scaled) -> tuple[Box, float]:
    """Return a method's crop, and the CPU time in milliseconds: the least of three."""
    times = []
    for _ in range(3):
        started = time.process_time()
        box = crop(scaled)
        times.append(1000 * (time.process_time() - started))
    return box, min(times)


def table(scores: Iterable[Score]) -> str:
    """Return the mean score of each method for each kind of image, half and aspect ratio."""
    rows = list(scores)
    kinds = sorted({(each.subject.kind, each.subject.group) for each in rows})
    lines = [f"{'Mean IoU':32}{''.join(f'{ratio:>8}' for ratio in RATIOS)}{'all':>8}"]
    for kind, group in [*kinds, ("all", "all")]:
        chosen = [
            each for each in rows if (kind, group) in ((each.subject.kind, each.subject.group), ("all",) * 2)
        ]
        count = len({each.subject.name for each in chosen})
        lines.append(f"\n{kind}, {group} ({count})")
        lines += [_row(name, [each for each in chosen if each.method == name]) for name in METHODS]
    return "\n".join(lines)


def _row(method: str, scores: list[Score]) -> str:
    means = [fmean(each.iou for each in scores if each.ratio == ratio) for ratio in RATIOS]
    means.append(fmean(each.iou for each in scores))
    return f"  {method:30}{''.join(f'{mean:8.3f}' for mean in means)}"


def _scaled(content: bytes) -> Iterator[Scaled]:
    info = _ENGINE.inspect(content)
    specs = [
        VariantSpec(name=ratio.replace(":", "x"), width=width, height=height, fit="cover", enlarge=True)
        for ratio, (width, height) in RATIOS.items()
    ]
    plans = geometry.plan(info, specs)
    whole = _ENGINE.render(content, info, geometry.plan(info, [_whole(plan) for plan in plans]))
    for plan, variant in zip(plans, whole.variants, strict=True):
        yield Scaled(Image.open(BytesIO(variant.content)).convert("RGB"), plan)


def _whole(plan: VariantPlan) -> VariantSpec:
    """Return a preset for the image that the plan crops, before it is cropped."""
    width, height = plan.scaled_width, plan.scaled_height
    return structs.replace(plan.spec, width=width, height=height, fit="fill", format="png")
