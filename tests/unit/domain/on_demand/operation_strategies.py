"""Hypothesis strategies for operations and policies."""

from typing import get_args

from hypothesis import strategies as st

from chalicelib.models import (
    MAX_SIDE,
    NamedPreset,
    OnDemandFormat,
    OnDemandPolicy,
    OnDemandPosition,
    Operations,
    RenditionFormat,
    Resize,
)

SIDES = st.integers(1, MAX_SIDE)
THOUSANDTHS = st.integers(0, 1000)
KEYWORDS: st.SearchStrategy[OnDemandPosition] = st.sampled_from(get_args(OnDemandPosition))
FORMATS: st.SearchStrategy[OnDemandFormat] = st.sampled_from(get_args(OnDemandFormat))
RENDITION_FORMATS: st.SearchStrategy[RenditionFormat] = st.sampled_from(get_args(RenditionFormat))
QUALITIES = st.integers(1, 100)

SCALED = st.builds(Resize, width=SIDES, format=st.none() | FORMATS, quality=QUALITIES)
CROPPED = st.builds(
    Resize,
    width=SIDES,
    height=SIDES,
    position=KEYWORDS | st.tuples(THOUSANDTHS, THOUSANDTHS),
    format=st.none() | FORMATS,
    quality=QUALITIES,
)
INSIDE = st.builds(
    Resize, width=SIDES, height=SIDES, fit=st.just("inside"), format=st.none() | FORMATS, quality=QUALITIES
)
NAMES = st.from_regex("[A-Za-z0-9][A-Za-z0-9_-]{0,63}", fullmatch=True)
PRESETS = st.builds(NamedPreset, name=NAMES, format=st.none() | RENDITION_FORMATS)
OPERATIONS: st.SearchStrategy[Operations] = SCALED | CROPPED | INSIDE | PRESETS

WIDTHS = st.lists(st.integers(1, 2000), unique=True, max_size=6).map(lambda each: tuple(sorted(each)))
RATIOS = st.sampled_from(("source", "1:1", "4:3", "3:4", "16:9", "2:1", "999:1", "1:8"))
POLICIES = st.builds(
    OnDemandPolicy,
    widths=WIDTHS,
    ratios=st.lists(RATIOS, min_size=1, unique=True).map(tuple),
    formats=st.lists(FORMATS, min_size=1, unique=True).map(tuple),
    qualities=st.sets(QUALITIES, max_size=2).map(lambda each: tuple(each | {80})),
    positions=st.lists(KEYWORDS, min_size=1, max_size=3, unique=True).map(tuple),
)
