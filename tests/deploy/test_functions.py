"""Every function of a built release, entered as Lambda enters it: by its handler, in the unpacked package."""

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image

from chalicelib.bootstrap.presets import read_presets
from chalicelib.domain.presets import fingerprint
from chalicelib.imaging.kernel import objects
from local.process import ROOT
from ops.packaging.build import architecture_here
from tests.deploy import lambda_events
from tests.deploy.account import new_key
from tests.deploy.function_calls import CALLS
from tests.deploy.functions import Functions
from tests.deploy.needs_package import MARKS
from tests.deploy.release import BuiltRelease
from tests.deploy.runtime_api import RuntimeApi
from tests.fakes.issuer import AUDIENCE
from tests.issuer_server import IssuerServer
from tests.processes import MARKER
from tests.unit.imaging import heic_samples

pytestmark = [
    *MARKS,
    getattr(pytest.mark, MARKER),
    # the environment, which the calls need to change tokens and endpoints
    pytest.mark.usefixtures("deployed_app"),
]


def test_every_function_of_the_template_is_called(release: BuiltRelease) -> None:
    resources = release.template()["Resources"].items()
    assert {name for name, each in resources if each["Type"] == "AWS::Lambda::Function"} == CALLS.keys()


@pytest.mark.parametrize("function", CALLS)
def test_lambda_can_call(function: str, functions: Functions) -> None:
    CALLS[function](functions)


def test_one_process_handles_several_events(functions: Functions) -> None:
    event = functions.upload(new_key())
    with functions.started("ProcessUpload") as process:
        assert [process.invoke(event), process.invoke(event)] == [None, None]
    log = functions.log("ProcessUpload")
    assert [(entry["message"], entry.get("ColdStart")) for entry in log] == [
        ("ready", 1),
        ("duplicate", None),
    ]


def test_a_heic_is_rendered(functions: Functions) -> None:
    key = new_key()
    functions.call("ProcessUpload", functions.put(key, heic_samples.TEN_BITS))
    s3, bucket = functions.aws.clients.s3, functions.aws.resources.dest_bucket
    (output,) = s3.list_objects_v2(Bucket=bucket, Prefix=f"v/{functions.id_of(key)}/")["Contents"]
    image = Image.open(io.BytesIO(s3.get_object(Bucket=bucket, Key=output["Key"])["Body"].read()))
    assert (image.format, image.size) == ("JPEG", (64, 64))


def mapped_files(process: RuntimeApi) -> set[str]:
    """Return the files that are in the memory of a function."""
    (function,) = (
        each
        for each in psutil.Process().children()
        if _environment(each).get("AWS_LAMBDA_RUNTIME_API") == process.address
    )
    return {mapped.path for mapped in function.memory_maps()}


def _environment(process: psutil.Process) -> dict[str, str]:
    """Return the environment of a process, or nothing if it has ended."""
    try:
        return process.environ()
    except psutil.Error:
        return {}


@pytest.mark.parametrize("mode", ["on", "off"])
def test_images_are_rendered_with_the_kernel_of_the_package_unless_it_is_off(
    functions: Functions, mode: str
) -> None:
    key, health = new_key(), lambda_events.request("GET", "/healthz")
    kernel = str(functions.task / objects.object_file(str(architecture_here())).relative_to(ROOT))
    presets = read_presets(functions.task / "chalicelib" / "presets.json")
    with (
        functions.started("ProcessUpload", DarkroomKernel=mode) as process,
        functions.started("APIHandler", DarkroomKernel=mode) as api,
    ):
        assert kernel not in mapped_files(process)
        process.invoke(functions.upload(key))
        assert (kernel in mapped_files(process)) is (mode == "on")
        assert json.loads(api.invoke(health)["body"])["kernel"] is (mode == "on")
    specs = presets.choose(presets.default_for(key))
    assert functions.record(key)["fingerprint"]["S"] == fingerprint(specs, kernel=mode == "on")


def test_without_its_kernel_a_function_says_so_and_renders_nothing(
    functions: Functions, tmp_path: Path
) -> None:
    task = tmp_path / "task"
    shutil.copytree(functions.task, task, ignore=shutil.ignore_patterns("kernel-*.so"))
    with (
        replace(functions, task=task).started("ProcessUpload") as process,
        pytest.raises(AssertionError, match="DARKROOM_KERNEL is on, but there is no kernel"),
    ):
        process.invoke(functions.upload(new_key()))


def test_the_authorizer_accepts_tokens_of_an_issuer(functions: Functions) -> None:
    with (
        IssuerServer() as server,
        functions.started("Authorize", AuthIssuer=server.issuer.issuer, AuthAudience=AUDIENCE) as authorizer,
    ):
        tokens = (server.issuer.sign(), server.issuer.sign(aud="another service"))
        results = [authorizer.invoke(lambda_events.authorization(token)) for token in tokens]
    assert [each["principalId"] for each in results] == ["oidc:alice", "nobody"]
