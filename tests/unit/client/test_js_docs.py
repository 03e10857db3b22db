"""The JavaScript in the guide to variants on demand."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from docsite.code_blocks import blocks
from tests.documents import ROOT

GUIDE = ROOT / "docs" / "howto" / "on-demand.md"
BASE = "https://cdn.test/i/XtRhwCSULFMbTSrJ6jvWVgk2Q9xA/0123456789ab/"
TEMPLATE = f"{BASE}{{operations}}"
# Stands in for Astro's default service.
ASTRO = """\
export const baseService = { getHTMLAttributes: () => ({}), getSrcSet: () => [] };
"""
# What Nuxt's function does with a provider.
NUXT = "export const defineProvider = (provider) => provider;"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the files of the guide, each beside the files that it imports."""
    for block in blocks(GUIDE):
        if block.language == "js" and block.title:
            file = tmp_path / block.title
            file.parent.mkdir(exist_ok=True)
            file.write_text(block.code, "utf-8")
            for script in (ROOT / "client" / "js").glob("*.js*"):
                shutil.copy(script, file.parent)
    install(tmp_path, "@nuxt/image", "runtime", NUXT)
    install(tmp_path, "astro", "assets", ASTRO)
    return tmp_path


def install(project: Path, package: str, export: str, code: str) -> None:
    """Save a package with one export."""
    folder = project / "node_modules" / package
    folder.mkdir(parents=True)
    exports = {"exports": {f"./{export}": f"./{export}.mjs"}}
    (folder / "package.json").write_text(json.dumps(exports), "utf-8")
    (folder / f"{export}.mjs").write_text(code, "utf-8")


def evaluated(expression: str, module: str, project: Path) -> object:
    """Return the value of an expression, in which `module` is what the file exports."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    script = f'import * as module from "./{module}"; console.log(JSON.stringify({expression}));'
    (project / "script.mjs").write_text(script, "utf-8")
    command = [node, "script.mjs"]
    ended = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_unpic_s_components_get_urls(project: Path) -> None:
    url = evaluated("module.url", "gallery.js", project)
    assert str(url).endswith("/3f2a9c41d07b/w_640,h_360,f_webp")


def test_next_s_widths_are_those_of_the_policy(project: Path) -> None:
    images = evaluated("module.default.images", "next.config.mjs", project)
    assert isinstance(images, dict)
    policies = [json.loads(each.code) for each in blocks(GUIDE) if each.language == "json"]
    assert sorted(images["imageSizes"] + images["deviceSizes"]) == policies[0]["on_demand"]["widths"]
    assert (project / images["loaderFile"]).exists()


def test_astro_s_service_returns_urls(project: Path) -> None:
    # Astro adds what it knows of the layout, and names qualities.
    known = {"layout": "constrained", "position": "center", "quality": "mid", "widths": [640, 960]}
    options = json.dumps({"src": TEMPLATE, "width": 640, "height": 360, "format": "webp", **known})
    url = evaluated(f"module.default.getURL({options})", "src/image-service.js", project)
    assert url == f"{BASE}w_640,h_360,f_webp"


def test_astro_s_service_keeps_attributes_and_srcset(project: Path) -> None:
    assert evaluated("Object.keys(module.default)", "src/image-service.js", project) == [
        "getHTMLAttributes",
        "getSrcSet",
        "getURL",
    ]


def test_nuxt_s_provider_returns_urls(project: Path) -> None:
    arguments = f'{json.dumps(TEMPLATE)}, {{modifiers: {{width: 640, format: "avif", fit: undefined}}}}'
    image = evaluated(f"module.default.getImage({arguments})", "providers/darkroom.js", project)
    assert image == {"url": f"{BASE}w_640,f_avif"}
