"""The field "on_demand" of a presets file, and what its values may be."""

from collections.abc import Mapping

import msgspec
from msgspec import inspect, structs

from chalicelib.domain.on_demand.policy import height_at
from chalicelib.domain.preset_settings import shown
from chalicelib.domain.setting_types import described
from chalicelib.models import MAX_SIDE, OnDemandPolicy, Resize

_DEFAULT_QUALITY = Resize(width=1).quality


def mistake_in(policy: Mapping[str, object]) -> str | None:
    """Return what is wrong with the field, as the part of an error that follows its name, or None."""
    fields = {field.name: field for field in structs.fields(OnDemandPolicy)}
    for name, value in policy.items():
        if name not in fields:
            return f": there is no setting {shown(name)}; the settings are {', '.join(fields)}"
        if (mistake := _mistake(value, fields[name].type)) is not None:
            return f", {name}: {mistake}"
    return _contradiction(msgspec.convert(policy, OnDemandPolicy))


def _mistake(value: object, kind: object) -> str | None:
    try:
        values: tuple[object, ...] = msgspec.convert(value, kind)
    except (msgspec.ValidationError, UnicodeEncodeError):
        return f"must be {described(inspect.type_info(kind))}, not {shown(value)}"
    repeated = next((each for each in values if values.count(each) > 1), None)
    return None if repeated is None else f"{shown(repeated)} is there twice"


def _contradiction(policy: OnDemandPolicy) -> str | None:
    if list(policy.widths) != sorted(policy.widths):
        return ", widths: must be in ascending order"
    if _DEFAULT_QUALITY not in policy.qualities:
        return f", qualities: must contain {_DEFAULT_QUALITY}, the quality of URLs that name none"
    return _too_high(policy)


def _too_high(policy: OnDemandPolicy) -> str | None:
    for ratio in policy.ratios:
        if ratio != "source" and policy.widths and height_at(policy.widths[-1], ratio) > MAX_SIDE:
            return f", ratios: {shown(ratio)} at the largest width is higher than {MAX_SIDE} pixels"
    return None
