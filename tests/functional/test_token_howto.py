"""The commands in docs/howto/cloudformation.md create a valid token without Python."""

import base64
import json
import os
import shutil
from pathlib import Path

import pytest

from docsite.code_blocks import blocks
from tests.documents import ROOT
from tests.functional.conftest import App
from tests.readers_shell import in_bash

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")

# Saves the arguments of the AWS CLI, one per line and each as one line.
RECORDER = '#!/bin/sh\nfor argument; do printf "%s" "$argument" | tr -d "\\n"; echo; done > "$ARGUMENTS"\n'


@pytest.fixture
def bin_with_recorder(tmp_path: Path) -> Path:
    """A folder with an `aws` command that only records its arguments."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "aws").write_text(RECORDER, "utf-8")
    (folder / "aws").chmod(0o755)
    return folder


def test_the_commands_create_a_valid_token(app: App, tmp_path: Path, bin_with_recorder: Path) -> None:
    (code,) = (
        block.code
        for block in blocks(ROOT / "docs/howto/cloudformation.md")
        if "dynamodb put-item" in block.code
    )
    recorded = tmp_path / "arguments"
    environment = {"PATH": f"{bin_with_recorder}:{os.environ['PATH']}", "ARGUMENTS": str(recorded)}
    done = in_bash(code, environment=environment)
    assert done.returncode == 0, done.stderr
    token = done.stdout.strip()
    arguments = recorded.read_text("utf-8").splitlines()
    assert token.rpartition("_")[2] not in "".join(arguments)
    # With this option, version 2 of the AWS CLI expects binary values as base64, whatever its configuration.
    assert arguments[:6] == ["dynamodb", "put-item", "--table-name", "TABLE", "--cli-binary-format", "base64"]
    assert arguments[6] == "--item"
    item = json.loads(arguments[7])
    item["digest"]["B"] = base64.b64decode(item["digest"]["B"], validate=True)
    app.aws.clients.dynamodb.put_item(TableName=app.aws.resources.tokens_table, Item=item)

    assert app.call("GET", "/images", headers={"Authorization": f"Bearer {token}"}).status_code == 200
