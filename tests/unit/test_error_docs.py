"""docs/errors.md lists all error codes with their HTTP status, and no others."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.api import problems
from chalicelib.domain import transitions
from chalicelib.errors import DarkroomError, QuotaExceeded, Rejected

ROOT = Path(__file__).parents[2]
SECTIONS = dict(
    re.findall(
        r"^## ([^\n]+)\n(.*?)(?=^## |\Z)",
        (ROOT / "docs/errors.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)
GATEWAY = json.loads((ROOT / "infra/gateway-responses.json").read_text("utf-8"))["responses"].values()


def rows(section: str) -> dict[str, list[str]]:
    """Return the cells of a table by the code in the first column."""
    lines = re.findall(r"^\| `(\w+)` \| (.+) \|$", SECTIONS[section], re.MULTILINE)
    return {code: cells.split(" | ") for code, cells in lines}


def errors(kind: type[DarkroomError] = DarkroomError) -> Iterator[type[DarkroomError]]:
    # Other tests may load the errors of commands, which are not from chalicelib.
    if "code" in vars(kind) and kind.__module__.startswith("chalicelib."):
        yield kind
    for child in kind.__subclasses__():
        yield from errors(child)


def statuses() -> dict[str, int]:
    """Return the HTTP status of each code that a response can have."""
    ours = {kind.code: problems.from_error(kind("")).status_code for kind in errors() if kind not in OTHERS}
    frameworks = {code: status.value for status, code in problems.FRAMEWORK_CODES.items()}
    gateways = {answer["problem"]["code"]: answer["problem"]["status"] for answer in GATEWAY}
    return frameworks | gateways | ours


IMAGES = set(errors(Rejected))
COMMANDS = rows("`ops` command errors")
LOGGED = rows("Codes in the log")
OTHERS = IMAGES | {kind for kind in errors() if kind.code in {*COMMANDS, *LOGGED}}


def test_every_request_error_code_is_documented_with_its_status() -> None:
    assert {code: int(cells[0]) for code, cells in rows("API errors").items()} == statuses()


def test_every_image_error_code_is_documented() -> None:
    others = {transitions.PROCESSING_FAILED, transitions.UPLOAD_EXPIRED, QuotaExceeded.code}
    assert set(rows("Image processing errors")) == others | {kind.code for kind in IMAGES}


def test_every_documented_command_error_code_exists() -> None:
    assert {*COMMANDS, *LOGGED} <= {kind.code for kind in errors()}


@pytest.mark.parametrize(
    "section", ["API errors", "Image processing errors", "Codes in the log", "`ops` command errors"]
)
def test_every_code_has_a_meaning_and_a_remedy(section: str) -> None:
    for code, cells in rows(section).items():
        meaning, remedy = cells[-2:]
        assert len(meaning) > 10, code
        assert len(remedy) > 10, code
