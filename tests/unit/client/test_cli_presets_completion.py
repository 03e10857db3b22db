"""The `presets` and `completion` commands."""

import json
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from darkroom.cli import main

from tests.unit.client.payloads import URL
from tests.unit.client.web import Web

Capture = pytest.CaptureFixture[str]


def test_presets_marks_the_default_presets(web: Web, capsys: Capture) -> None:
    preset = {
        "name": "300x300", "width": 300, "height": 300, "fit": "inside",
        "position": "center", "format": "source", "quality": 80,
    }  # fmt: skip
    offered = {"presets": [preset, preset | {"name": "hero", "fit": "cover"}], "default": ["300x300"]}
    web.get(f"{URL}/presets", json=offered)
    web.get(f"{URL}/presets", json=offered)

    assert main(["presets", "--url", URL]) == 0
    assert capsys.readouterr().out == "300x300 300x300 inside source default\nhero 300x300 cover source\n"
    assert main(["presets", "--url", URL, "--json"]) == 0
    assert [json.loads(line)["default"] for line in capsys.readouterr().out.splitlines()] == [True, False]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_completion_script_contains_commands_and_options(shell: str, capsys: Capture) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(word in script for word in ("upload", "watch", "resume"))


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_a_command(tmp_path: Path, capsys: Capture) -> None:
    main(["completion", "bash"])
    script = tmp_path / "darkroom.bash"
    script.write_text(capsys.readouterr().out)
    typed = "COMP_WORDS=(darkroom upl); COMP_CWORD=1; _shtab_darkroom; echo ${COMPREPLY[@]}"

    done = subprocess.run(
        ["bash", "-c", f". {shlex.quote(str(script))}; {typed}"],  # noqa: S607 - bash from the PATH
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stdout == "upload\n"
