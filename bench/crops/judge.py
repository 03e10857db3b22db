"""Crop images with every method, and compare each crop with the image's subject."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from statistics import fmean
from timeit import repeat
from types import MappingProxyType

from msgspec import Struct, structs
from PIL import Image

from bench import markdown
from bench.crops.methods import METHODS, Scaled
from bench.crops.scenes import iou
from bench.crops.subjects import Subject
from chalicelib.domain import geometry
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import VariantSpec

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
    """Yield the score of every method for every subject and aspect ratio. The time is the least of three."""
    for subject in subjects:
        for ratio, scaled in zip(RATIOS, _scaled(subject.content), strict=True):
            for name, crop in METHODS.items():
                seconds = min(repeat(partial(crop, scaled), timer=time.process_time, repeat=3, number=1))
                yield Score(subject, ratio, name, iou(crop(scaled), subject.box), 1000 * seconds)


def table(scores: Sequence[Score]) -> str:
    """Return the mean IoU of each method over all aspect ratios, for each kind and half of the images."""
    by_images: dict[str, list[Score]] = defaultdict(list)
    for each in scores:
        by_images[f"{each.subject.kind}, {each.subject.group}"].append(each)
    rows = [_row(name, found) for name, found in [*sorted(by_images.items()), ("all", scores)]]
    return markdown.table(["Mean IoU", *METHODS], rows)


def _row(name: str, scores: Sequence[Score]) -> list[str]:
    means = [fmean(each.iou for each in scores if each.method == method) for method in METHODS]
    return [f"{len({each.subject.name for each in scores})} {name}", *(f"{mean:.3f}" for mean in means)]


def _scaled(content: bytes) -> Iterator[Scaled]:
    info = _ENGINE.inspect(content)
    specs = [
        VariantSpec(name=ratio.replace(":", "x"), width=width, height=height, fit="cover", enlarge=True)
        for ratio, (width, height) in RATIOS.items()
    ]
    plans = geometry.plan(info, specs)
    before = [
        structs.replace(
            plan.spec, width=plan.scaled_width, height=plan.scaled_height, fit="fill", format="png"
        )
        for plan in plans
    ]
    whole = _ENGINE.render(content, info, geometry.plan(info, before))
    for plan, variant in zip(plans, whole.variants, strict=True):
        yield Scaled(Image.open(BytesIO(variant.content)).convert("RGB"), plan)
