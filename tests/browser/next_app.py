"""The example app for Next.js, with the files of the guide to React, built and served as in production."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import copy2, copytree, ignore_patterns

import pytest

from docsite.code_blocks import blocks
from docsite.examples import EXAMPLES
from local.network import LOOPBACK
from local.process import ROOT
from tests.browser.browser import PACKAGES
from tests.browser.howto_sites import wait_for
from tests.npm_package import NAME, installed, packed

HOWTO = ROOT / "docs" / "howto"
BUILD_SECONDS = 240
# Where the files of the guide to React are used.
REACT_PAGE = """\
"use client";

import { Gallery } from "./Gallery.jsx";
import { OwnUpload } from "./OwnUpload.jsx";

export default function Page() {
  return <><Gallery /><OwnUpload /></>;
}
"""


def next_app(folder: Path, values: Mapping[str, str]) -> Path:
    """Create the app, whose settings have these values in place of the guide's. Return its folder."""
    if not (PACKAGES / "next").exists():
        pytest.skip("The npm packages are missing: install them with `make browser`")
    app = folder / "photos"
    copytree(EXAMPLES / "nextjs", app, ignore=ignore_patterns(".env.local", ".next", "node_modules", "*.tgz"))
    (app / "app" / "react").mkdir()
    guides = {**_guide("nextjs.md"), **_guide("react.md", "app/react/"), "app/react/page.js": REACT_PAGE}
    for path, text in guides.items():
        (app / path).write_text(text, "utf-8")
    # Hard links: there are 13,000 files, without Uppy's.
    others = ignore_patterns("uppy-*", "@uppy", "@transloadit")
    copytree(PACKAGES, app / "node_modules", symlinks=True, copy_function=_linked, ignore=others)
    installed(packed(folder), folder / "project").rename(app / "node_modules" / NAME)
    settings = (app / ".env.local").read_text("utf-8")
    for example, value in values.items():
        settings = settings.replace(example, value)
    (app / ".env.local").write_text(settings, "utf-8")
    return app


@contextmanager
def served(app: Path, port: int) -> Iterator[str]:
    """Build the app and serve it on this port. Yield its URL."""
    url = f"http://{LOOPBACK}:{port}"
    environment = {**os.environ, "NEXT_TELEMETRY_DISABLED": "1"}
    command = ["node", "node_modules/next/dist/bin/next"]
    with (app / "log").open("wb") as log:
        build = [*command, "build"]
        subprocess.run(
            build, cwd=app, env=environment, stdout=log, stderr=log, timeout=BUILD_SECONDS, check=False
        )
        assert (app / ".next" / "BUILD_ID").exists(), (app / "log").read_text("utf-8")
        start = [*command, "start", "--hostname", LOOPBACK, "--port", str(port)]
        server = subprocess.Popen(start, cwd=app, env=environment, stdout=log, stderr=log)
    try:
        wait_for(url, server, app / "log")
        yield url
    finally:
        server.terminate()
        server.wait(15)


def _guide(page: str, folder: str = "") -> dict[str, str]:
    """Return the files of a guide by their path."""
    return {f"{folder}{block.file}": block.code for block in blocks(HOWTO / page) if block.file}


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        copy2(source, target)
