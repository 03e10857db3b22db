"""What the functions of a stage use and do not have. At no moment of a deployment may that be anything."""

from collections.abc import Iterator

from ops.cloudformation.names import Stage
from tests.fakes.account.account import FakeAccount


def missing(account: FakeAccount, stage: Stage) -> list[str]:
    """Return what is missing; nothing if there are no functions."""
    function = account.resources.functions.functions.get(stage.function("process_upload"))
    variables = function["Environment"]["Variables"] if function else {}
    return [*_missing(account, stage, variables), *_undelivered(account, stage)] if variables else []


def variables(account: FakeAccount, handler: str = "process_upload", stage: str = "prod") -> dict[str, str]:
    """Return the environment of a function."""
    function = account.resources.functions.functions[Stage(stage).function(handler)]
    found: dict[str, str] = function["Environment"]["Variables"]
    return found


def parameters(account: FakeAccount, part: str, stage: str = "prod") -> dict[str, str]:
    """Return the parameters of a stack; `storage` is the first stack of the stage."""
    stack = Stage(stage).storage if part == "storage" else Stage(stage).part(part)
    return account.cloudformation.stacks[stack.name].parameters


def outputs(account: FakeAccount, part: str, stage: str = "prod") -> dict[str, str]:
    """Return the outputs of a stack."""
    stack = Stage(stage).storage if part == "storage" else Stage(stage).part(part)
    return account.cloudformation.stacks[stack.name].outputs


def _missing(account: FakeAccount, stage: Stage, variables: dict[str, str]) -> Iterator[str]:
    stacks = account.cloudformation.stacks
    access = stacks[stage.access.name].parameters
    if variables["EVENT_BUS"] and access["EventBus"] != variables["EVENT_BUS"]:
        yield "the right to publish events"
    if variables["TRACING"] == "true" and access["Tracing"] != "true":
        yield "the right to send traces"
    if variables["PRESETS"] and access["Presets"] != variables["PRESETS"]:
        yield "the right to read the presets"
    if variables["WORKFLOW"] == "stepfunctions":
        workflow = stacks.get(stage.part("workflow").name)
        if workflow is None or workflow.outputs["StateMachine"] != variables["STATE_MACHINE"]:
            yield "the state machine"
    yield from _missing_permissions(account, stage, variables)
    if variables["PUBLIC_BASE_URL"].endswith(".cloudfront.net"):
        cdn = stacks.get(stage.cdn.name)
        if cdn is None or cdn.outputs["PublicBaseUrl"] != variables["PUBLIC_BASE_URL"]:
            yield "the distribution"
        elif stacks[stage.storage.name].parameters["DistributionArn"] != cdn.outputs["DistributionArn"]:
            yield "the distribution's access to the variants"


def _missing_permissions(account: FakeAccount, stage: Stage, variables: dict[str, str]) -> Iterator[str]:
    for variable, part in (("MODERATION", "moderation"), ("FACE_DETECTION", "faces")):
        wanted = variables[variable] == "rekognition"
        if wanted and stage.part(part).name not in account.cloudformation.stacks:
            yield f"the permissions in {part}.yaml"


def _undelivered(account: FakeAccount, stage: Stage) -> Iterator[str]:
    """Report a bucket whose events reach no function, once the stage is complete."""
    storage = account.cloudformation.stacks[stage.storage.name]
    # An existing bucket is connected in a step of its own.
    if storage.parameters["DeletionProtection"] != "true" or storage.parameters["ExistingUploadBucket"]:
        return
    name = stage.function("process_upload")
    notification = account.resources.s3.buckets[storage.outputs["UploadBucket"]].notification
    direct = notification.get("LambdaFunctionConfigurations", ())
    rules = account.resources.events.rules.values()
    if "EventBridgeConfiguration" in notification:
        delivered = any(arn.endswith(f":{name}") for pattern, arns in rules if pattern for arn in arns)
    else:
        delivered = any(each["LambdaFunctionArn"].endswith(f":{name}") for each in direct)
    if not delivered:
        yield "the events of the upload bucket"
