"""The code in the how-to guides works with the local stack."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.process import ROOT
from tests.documents import blocks
from tests.e2e.conftest import RunningStack

HOWTO = ROOT / "docs" / "howto"
pytestmark = pytest.mark.timeout(120)

DJANGO_PY = """
import json, os, sys
from django.conf import settings
settings.configure(
    DARKROOM_URL=os.environ["DARKROOM_URL"], DARKROOM_TOKEN=os.environ["DARKROOM_TOKEN"],
    ROOT_URLCONF="urls", ALLOWED_HOSTS=["*"], SECRET_KEY="a test's",
)
import django
django.setup()
from django.test import Client
with open(sys.argv[1], "rb") as image:
    response = Client().post("/images/", {"image": image})
from images import variant_url
body = json.loads(response.content)
print(json.dumps({"status": response.status_code, **body, "url": variant_url(body.get("id", ""), "small")}))
"""


def save(page: str, title: str, folder: Path) -> None:
    (code,) = (block.code for block in blocks(HOWTO / page) if block.title == title)
    (folder / title).write_text(code, "utf-8")


def run(command: list[str], stack: RunningStack, folder: Path) -> dict[str, object]:
    environment = os.environ | {"DARKROOM_URL": stack.url, "DARKROOM_TOKEN": stack.token}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_the_django_view_uploads_images(stack: RunningStack, tmp_path: Path) -> None:
    save("django.md", "images.py", tmp_path)
    (tmp_path / "run.py").write_text(DJANGO_PY)
    (tmp_path / "urls.py").write_text(
        "from django.urls import path\nfrom images import upload_image\n"
        "urlpatterns = [path('images/', upload_image)]\n"
    )
    (tmp_path / "text.jpg").write_text("not an image")

    result = run([sys.executable, "run.py", str(stack.state / "sample.jpg")], stack, tmp_path)
    assert result["status"] == 200
    assert result["url"] == f"{stack.url}/images/{result['id']}/variants/small"

    rejected = run([sys.executable, "run.py", "text.jpg"], stack, tmp_path)
    assert rejected["status"] == 422


def test_the_program_for_asyncio_uploads_a_folder(stack: RunningStack, tmp_path: Path) -> None:
    save("async.md", "upload_folder.py", tmp_path)
    images = tmp_path / "images"
    images.mkdir()
    shutil.copy(stack.state / "sample.jpg", images)
    (images / "text.jpg").write_text("not an image")

    environment = os.environ | {"DARKROOM_URL": stack.url, "DARKROOM_TOKEN": stack.token}
    command = [sys.executable, "upload_folder.py", "images"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False
    )

    assert done.returncode == 0, done.stderr
    first, second = sorted(done.stdout.splitlines())
    assert first.startswith("sample.jpg: ")
    assert first.endswith(" is ready")
    assert second.startswith("text.jpg: Image ")
    assert "unsupported_format" in second
