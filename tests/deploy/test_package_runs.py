"""The Lambda package: unpacked into an empty folder, and run there in a Python environment like Lambda's."""

import importlib.util
import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from chalice.app import Chalice
from PIL import Image

from chalicelib.bootstrap.access import Access
from local.process import ROOT
from ops.packaging import archive
from ops.packaging.build import Package, build
from tests.conftest import PREFIX, Aws
from tests.deploy import lambda_python
from tests.deploy.lambda_events import request, s3_event
from tests.unit.imaging import heic_samples

MAX_ZIPPED = 20_000_000
AARCH64 = 183  # EM_AARCH64, in the header of an ELF file

pytestmark = [
    pytest.mark.skipif(
        sys.version_info < (3, 12), reason="Pillow has no build for older Python versions on Lambda"
    ),
    pytest.mark.skipif(sys.platform != "linux", reason="Lambda's runtime client is for Linux"),
    pytest.mark.timeout(900),
]


def project(folder: Path, architecture: str) -> Path:
    """Copy the files that ship into a new project."""
    folder.mkdir(parents=True)
    for name in ("app.py", "requirements.txt"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    copytree(ROOT / "chalicelib", folder / "chalicelib", ignore=ignore_patterns("__pycache__"))
    config = json.loads((ROOT / ".chalice" / "config.json").read_bytes())
    config["stages"] = {"dev": {"lambda_architecture": architecture, "api_gateway_stage": "api"}}
    (folder / ".chalice").mkdir()
    (folder / ".chalice" / "config.json").write_text(json.dumps(config), "utf-8")
    return folder


def built(folder: Path, architecture: str) -> Package:
    index = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder / "probe")]
    probe = subprocess.run([*index, "typing_extensions"], capture_output=True, text=True, check=False)
    if probe.returncode:
        pytest.skip(f"no package to run, because pip can't download libraries: {probe.stderr[-200:]}")
    return build(project(folder / "project", architecture), "dev")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The package for this machine's architecture."""
    architecture = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
    return built(tmp_path_factory.mktemp("here"), architecture)


@pytest.fixture(scope="module")
def task(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("task")
    archive.unpack(package.zip, folder)
    return folder


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lambda_python.create(tmp_path_factory.mktemp("python"))


class Deployed:
    """The unpacked package, its Python environment, and the AWS account that it uses."""

    def __init__(self, python: Path, task: Path, aws: Aws) -> None:
        self.python = python
        self.task = task
        self.aws = aws
        self.log = io.BytesIO()

    def call(self, handler: str, *events: object) -> list[Any]:
        """Start a function once, invoke it with each event, and return the results."""
        with tempfile.TemporaryFile() as log:
            with lambda_python.run_function(
                self.python, self.task, handler, self.aws.environment, log
            ) as api:
                results = [api.invoke(event) for event in events]
            log.seek(0)
            self.log.write(log.read())
        return results

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines() if line.startswith(b"{")]


@pytest.fixture
def deployed(python: Path, task: Path, aws: Aws) -> Deployed:
    return Deployed(python, task, aws)


def png() -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((640, 480)).save(buffer, "PNG")
    return buffer.getvalue()


def test_the_environment_contains_boto3_but_none_of_our_libraries(python: Path) -> None:
    code = "import boto3, importlib.util as u; print([u.find_spec(n) for n in ('PIL', 'msgspec', 'chalice')])"
    found = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[None, None, None]"


def test_an_s3_event_creates_the_variants(deployed: Deployed) -> None:
    key, resources = f"{PREFIX}{uuid.uuid4()}.png", deployed.aws.resources
    s3 = deployed.aws.clients.s3
    etag = s3.put_object(Bucket=resources.upload_bucket, Key=key, Body=png())["ETag"]
    event = s3_event(deployed.aws, key, etag)
    assert deployed.call("app.process_upload", event, event) == [None, None]
    (output,) = s3.list_objects_v2(Bucket=resources.dest_bucket, Prefix=f"{key}/")["Contents"]
    stored = s3.get_object(Bucket=resources.dest_bucket, Key=output["Key"])["Body"].read()
    assert Image.open(io.BytesIO(stored)).size == (300, 225)
    messages = [line["message"] for line in deployed.lines() if "message" in line]
    assert messages == ["received", "rendered", "ready", "received", "duplicate"]
    assert [line["ColdStart"] for line in deployed.lines() if "ColdStart" in line] == [[1.0]]


def test_a_heic_is_rendered(deployed: Deployed) -> None:
    key, resources = f"{PREFIX}{uuid.uuid4()}.heic", deployed.aws.resources
    s3 = deployed.aws.clients.s3
    etag = s3.put_object(Bucket=resources.upload_bucket, Key=key, Body=heic_samples.TEN_BITS)["ETag"]
    assert deployed.call("app.process_upload", s3_event(deployed.aws, key, etag)) == [None]
    (output,) = s3.list_objects_v2(Bucket=resources.dest_bucket, Prefix=f"{key}/")["Contents"]
    stored = s3.get_object(Bucket=resources.dest_bucket, Key=output["Key"])["Body"].read()
    image = Image.open(io.BytesIO(stored))
    assert (image.format, image.size) == ("JPEG", (64, 64))


def test_the_api_handles_requests(deployed: Deployed) -> None:
    new = request("POST", "/images", {"filename": "cat.png"})
    created, presets, missing = deployed.call(
        "app.app", new, request("GET", "/presets"), request("POST", "/images", {})
    )
    assert created["statusCode"] == 201
    document = json.loads(created["body"])
    assert document["upload"]["fields"]["key"].endswith("/cat.png")
    assert json.loads(presets["body"])["default"] == ["300x300"]
    assert (missing["statusCode"], json.loads(missing["body"])["code"]) == (400, "invalid_field")


def test_the_authorizer_accepts_only_a_valid_token(deployed: Deployed, deployed_app: Chalice) -> None:
    _, token = Access(deployed.aws.environment).registry.create("public")
    (authorizer,) = deployed_app.builtin_auth_handlers
    arn = "arn:aws:execute-api:eu-central-1:123456789012:abc/api/GET/images"
    events = [
        {"type": "TOKEN", "methodArn": arn, "authorizationToken": f"Bearer {each}"}
        for each in (token, "forged")
    ]
    good, forged = deployed.call(authorizer.handler_string, *events)
    effects = [result["policyDocument"]["Statement"][0]["Effect"] for result in (good, forged)]
    assert (good["principalId"], effects) == ("public", ["Allow", "Deny"])


def test_the_package_is_small_and_compiled(package: Package, task: Path) -> None:
    assert package.zip.stat().st_size <= MAX_ZIPPED
    for name in ("app", "chalicelib/processing/pipeline", "PIL/Image", "chalice/app"):
        cached = importlib.util.cache_from_source(str(task / f"{name}.py"))
        assert Path(cached).read_bytes()[4:8] == b"\x01\0\0\0", "unchecked hash: PEP 552"


def test_chalice_uses_the_package_unchanged(package: Package, aws: Aws, tmp_path: Path) -> None:
    chalice = Path(sys.executable).with_name("chalice")
    subprocess.run(
        [chalice, "package", "--pkg-format", "terraform", tmp_path / "out"],
        cwd=package.project,
        env={**os.environ, **aws.environment},
        check=True,
        capture_output=True,
    )
    assert (tmp_path / "out" / "deployment.zip").read_bytes() == package.zip.read_bytes()


def test_the_package_for_arm64_contains_only_arm64_libraries(tmp_path: Path) -> None:
    package = built(tmp_path / "arm", "arm64")
    archive.unpack(package.zip, tmp_path / "task")
    libraries = [path for path in (tmp_path / "task").rglob("*") if ".so" in path.suffixes]
    machines = {path.name: int.from_bytes(path.read_bytes()[18:20], "little") for path in libraries}
    expected = {"_imaging", "_webp", "_core", "igzip_lib", "_pi_heif"}
    assert {name.partition(".")[0] for name in machines} >= expected
    assert set(machines.values()) == {AARCH64}, machines
    assert package.zip.stat().st_size <= MAX_ZIPPED
