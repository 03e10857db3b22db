"""Every function of a built release, entered as Lambda enters it: by its handler, in the unpacked package."""

import io

import pytest
from PIL import Image

from tests.deploy import lambda_events
from tests.deploy.account import new_key
from tests.deploy.function_calls import CALLS
from tests.deploy.functions import Functions
from tests.deploy.needs_package import MARKS
from tests.deploy.release import BuiltRelease
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
    messages = [entry["message"] for entry in log if "message" in entry]
    assert messages == ["received", "rendered", "ready", "received", "duplicate"]
    assert [entry["ColdStart"] for entry in log if "ColdStart" in entry] == [[1.0]]


def test_a_heic_is_rendered(functions: Functions) -> None:
    key = new_key()
    functions.call("ProcessUpload", functions.put(key, heic_samples.TEN_BITS))
    s3, bucket = functions.aws.clients.s3, functions.aws.resources.dest_bucket
    (output,) = s3.list_objects_v2(Bucket=bucket, Prefix=f"v/{functions.id_of(key)}/")["Contents"]
    image = Image.open(io.BytesIO(s3.get_object(Bucket=bucket, Key=output["Key"])["Body"].read()))
    assert (image.format, image.size) == ("JPEG", (64, 64))


def test_the_authorizer_accepts_tokens_of_an_issuer(functions: Functions) -> None:
    with (
        IssuerServer() as server,
        functions.started("Authorize", AuthIssuer=server.issuer.issuer, AuthAudience=AUDIENCE) as authorizer,
    ):
        tokens = (server.issuer.sign(), server.issuer.sign(aud="another service"))
        results = [authorizer.invoke(lambda_events.authorization(token)) for token in tokens]
    assert [each["principalId"] for each in results] == ["oidc:alice", "nobody"]
