"""The npm package: what it contains, and how projects import it."""

import filecmp
import json
import re
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from shutil import which

import pytest
from standardwebhooks import Webhook

from local.process import ROOT
from tests.browser.browser import PACKAGES
from tests.npm_package import NAME, SOURCE, installed, packed

EMBED = ROOT / "chalicelib" / "embed"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the example of the specification
OPTIONS = (
    "--strict",
    "--noEmit",
    "--skipDefaultLibCheck",
    "--target",
    "es2022",
    "--lib",
    "es2023,dom,dom.iterable",
    "--jsx",
    "react-jsx",
)

pytestmark = pytest.mark.skipif(not which("npm"), reason="npm is not installed")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty project with the package."""
    folder = tmp_path_factory.mktemp("npm")
    installed(packed(folder), folder / "project")
    return folder / "project"


@pytest.fixture(scope="module")
def package(project: Path) -> Path:
    return project / "node_modules" / NAME


def node(script: str, project: Path, *arguments: str) -> str:
    """Run a module in the project; return what it prints."""
    (project / "script.js").write_text(script, "utf-8")
    command = ["node", "script.js", *arguments]
    ended = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_it_has_the_modules_of_the_component(package: Path) -> None:
    names = {path.name for path in EMBED.iterdir()}
    assert {path.name for path in (package / "dist").iterdir()} == names
    _, different, missing = filecmp.cmpfiles(EMBED, package / "dist", names, shallow=False)
    assert (different, missing) == ([], [])


def test_it_contains_nothing_twice_and_nothing_that_users_do_not_need(package: Path) -> None:
    files = {path.relative_to(package).as_posix(): path for path in package.rglob("*") if path.is_file()}
    counts = Counter(path.read_bytes() for path in files.values())
    assert [name for name, path in files.items() if counts[path.read_bytes()] > 1] == []
    others = {name for name in files if not name.startswith(("dist/", "server/"))}
    scripts = {"next-loader.js", "server.js", "unpic-provider.js"}
    types = {path.name for path in SOURCE.glob("*.d.ts")}
    assert others == scripts | types | {"package.json", "README.md", "LICENSE"}


def test_every_export_has_types_and_a_file(package: Path) -> None:
    described = json.loads((package / "package.json").read_text("utf-8"))
    for name, targets in described["exports"].items():
        if name != "./package.json":
            assert "types" in targets, name
            assert all((package / target).is_file() for target in targets.values()), name
    assert "dependencies" not in described


def test_every_module_can_be_imported_without_a_browser(project: Path) -> None:
    script = f"""
      for (const path of ['', '/server', '/next', '/unpic']) {{
        const module = await import('{NAME}' + path);
        console.log(path, Object.keys(module).sort().join());
      }}
    """
    printed = dict(line.split(" ") for line in node(script, project).splitlines())
    assert printed[""] == "DarkroomUpload,Problem,upload"
    server = "InvalidUploadValue,InvalidWebhook,createUploadHandler,uploadedImage,verifyWebhook"
    assert (printed["/server"], printed["/next"]) == (server, "default")
    assert printed["/unpic"] == "extract,generate,transform"


def test_the_types_declare_what_the_modules_export(project: Path, package: Path) -> None:
    for path, types in (("", "index.d.ts"), ("/server", "server.d.ts"), ("/unpic", "unpic-provider.d.ts")):
        names = node(f"console.log(Object.keys(await import('{NAME}{path}')).join('\\n'))", project).split()
        text = (package / types).read_text("utf-8")
        declared = set(re.findall(r"^export declare (?:class|function) (\w+)", text, re.MULTILINE))
        assert declared == set(names), path


def test_the_server_imports_nothing_of_the_component(package: Path) -> None:
    for path in [package / "server.js", *(package / "server").iterdir()]:
        assert "dist/" not in path.read_text("utf-8"), path


def typed(project: Path, *options: str) -> str:
    """Type-check the project; return the errors."""
    if not (PACKAGES / "typescript").exists():
        pytest.skip("The npm packages are missing: install them with `make browser`")
    types = project / "node_modules" / "@types"
    types.mkdir(exist_ok=True)
    for name, target in (
        ("@types/react", types / "react"),
        ("csstype", project / "node_modules" / "csstype"),
    ):
        if not target.exists():
            target.symlink_to(PACKAGES / name)
    tsc = PACKAGES / "typescript" / "bin" / "tsc"
    command = ["node", str(tsc), *OPTIONS, *options]
    ended = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120, check=False)
    return ended.stdout


@pytest.mark.parametrize(
    "resolution", [("bundler", "esnext"), ("nodenext", "nodenext")], ids=lambda pair: pair[0]
)
def test_a_strict_project_can_use_everything(project: Path, resolution: tuple[str, str]) -> None:
    for name in ("consumer.ts", "component.tsx"):
        (project / name).write_bytes((Path(__file__).parent / "typescript" / name).read_bytes())
    how = ("--moduleResolution", resolution[0], "--module", resolution[1])
    assert typed(project, *how, "consumer.ts", "component.tsx") == ""


WRONG_USES = (
    "import { upload } from 'darkroom-images'; await upload(new File([], 'a'), {});",
    "import { upload } from 'darkroom-images'; await upload('a.jpg', { endpoint: '/uploads' });",
    "document.querySelector('darkroom-upload')!.maxSize = 5;",
    "document.querySelector('darkroom-upload')!.addEventListener('ready', (event) => event.detail.path);",
    "import { createUploadHandler } from 'darkroom-images/server'; createUploadHandler({ url: '' });",
    "import { verifyWebhook as v } from 'darkroom-images/server'; (await v(null!, '')).type === 'x';",
)


def test_wrong_uses_are_type_errors(project: Path) -> None:
    names = [f"wrong{number}.ts" for number in range(len(WRONG_USES))]
    for name, code in zip(names, WRONG_USES, strict=True):
        (project / name).write_text(f"import 'darkroom-images';\n{code}\nexport {{}};\n", "utf-8")
    errors = typed(project, "--moduleResolution", "bundler", "--module", "esnext", *names)
    assert re.findall(r"^(\S+)\(2,\d+\): error TS", errors, re.MULTILINE) == names, errors


def test_webhooks_that_the_reference_implementation_signs_are_accepted(project: Path) -> None:
    now = datetime.now(UTC)
    body = '{"type":"image.ready","timestamp":"2026-01-01T12:00:01Z","data":{"alt":"Ä"}}'
    headers = {
        "webhook-id": "event-1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("event-1", now, body),
    }
    script = f"""
      import {{ verifyWebhook }} from '{NAME}/server';
      const [headers, body, secret] = process.argv.slice(2);
      const url = 'https://www.example.com/darkroom';
      const signed = new Request(url, {{ method: 'POST', headers: JSON.parse(headers), body }});
      const refused = await verifyWebhook(new Request(url), secret).catch((error) => error.name);
      console.log(refused, (await verifyWebhook(signed, secret)).data.alt);
    """
    assert node(script, project, json.dumps(headers), body, SECRET) == "InvalidWebhook Ä\n"
