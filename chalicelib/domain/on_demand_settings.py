"""The field "on_demand" of a presets file, and what its values may be."""

from collections.abc import Mapping

import msgspec
from msgspec import structs

from chalicelib.domain.preset_settings import shown
from chalicelib.models import OnDemandPolicy, Resize

_DEFAULT_QUALITY = Resize(width=1).quality


def mistake_in(policy: Mapping[str, object]) -> str | None:
    """Return what is wrong with the field, as the part of an error that follows its name, or None."""
    fields = {field.name: field for field in structs.fields(OnDemandPolicy)}
    for name, value in policy.items():
        if name not in fields:
            return f": there is no setting {shown(name)}; the settings are {', '.join(fields)}"
        try:
            msgspec.convert(value, fields[name].type)
        except (msgspec.ValidationError, UnicodeEncodeError) as error:
            return f", {name}: {error}"
        if isinstance(value, list) and (repeated := _repeated(value)) is not None:
            return f", {name}: {shown(repeated)} is there twice"
    return _contradiction(msgspec.convert(policy, OnDemandPolicy))


def _repeated(values: list[object]) -> object | None:
    return next((each for each in values if values.count(each) > 1), None)


def _contradiction(policy: OnDemandPolicy) -> str | None:
    if list(policy.widths) != sorted(policy.widths):
        return ", widths: must be in ascending order"
    if _DEFAULT_QUALITY not in policy.qualities:
        return f", qualities: must contain {_DEFAULT_QUALITY}, the quality of URLs that name none"
    return None
