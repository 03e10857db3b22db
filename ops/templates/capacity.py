"""Memory, timeout and concurrency of each function, as references to the template's parameters."""

from ops.templates.app_model import AppModel
from ops.templates.conditions import CONCURRENCY, ON_DEMAND_CONCURRENCY
from ops.templates.intrinsics import Json, if_, ref

# Renders what viewers ask for, while their browsers wait.
_ON_DEMAND = "render_on_demand"
# The only functions whose concurrency can be reserved.
_RESERVATIONS = {
    "process_upload": (CONCURRENCY, "Concurrency"),
    _ON_DEMAND: (ON_DEMAND_CONCURRENCY, "OnDemandConcurrency"),
}
# Lambda takes no function with a longer timeout than its queue's VisibilityTimeout, and recommends a sixth.
_QUEUE_TIMEOUT = 60
# It polls a queue, too, but it renders images, so the queue's VisibilityTimeout exceeds every timeout.
_RENDERS = "process_deferred"


def capacity(model: AppModel, function: str) -> Json:
    """Return the properties of a function that bound what it can use."""
    properties: Json
    if function == _ON_DEMAND:
        properties = {"MemorySize": ref("OnDemandMemory"), "Timeout": ref("OnDemandTimeout")}
    else:
        polls = any(queue.function == function != _RENDERS for queue in model.queues)
        properties = {"MemorySize": ref("Memory"), "Timeout": _QUEUE_TIMEOUT if polls else ref("Timeout")}
    if function in _RESERVATIONS:
        condition, parameter = _RESERVATIONS[function]
        # A reservation of 0 would turn the function off.
        properties["ReservedConcurrentExecutions"] = if_(condition, ref(parameter))
    return properties
