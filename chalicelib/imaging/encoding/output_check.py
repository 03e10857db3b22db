"""Check that an encoded variant is what its plan asks for, before it is stored and called ready."""

from chalicelib.errors import InvalidOutput
from chalicelib.imaging.encoding import output_headers
from chalicelib.models import VariantPlan


def check(content: bytes, plan: VariantPlan, *, animated: bool) -> None:
    """Raise InvalidOutput unless this is a complete file of the planned format and size.

    Only an animation may have more than one frame. It can have one, because equal frames are merged.
    """
    header = output_headers.read(content, plan.format)
    if header is None:
        raise InvalidOutput(f"The variant {plan.spec.name} is not a complete {plan.format} file")
    size, planned = (header.width, header.height), (plan.width, plan.height)
    if size != planned:
        raise InvalidOutput(f"The variant {plan.spec.name} has {size} pixels instead of {planned}")
    if header.frames < 1 or (header.frames > 1 and not animated):
        raise InvalidOutput(f"The variant {plan.spec.name} has {header.frames} frames")
