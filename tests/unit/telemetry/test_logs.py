"""The members of log lines."""

import json
import logging

import pytest

from chalicelib.telemetry.logs import JsonFormatter
from chalicelib.telemetry.redaction import MASK


def formatted(formatter: JsonFormatter, level: int, **members: object) -> dict[str, object]:
    record = logging.makeLogRecord({"levelno": level, "levelname": logging.getLevelName(level), **members})
    return dict(json.loads(formatter.format(record)))


@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING, logging.ERROR])
def test_lines_have_the_time_and_the_function_outside_cloudwatch(level: int) -> None:
    formatter = JsonFormatter()
    formatter.keys = {"function_name": "sweep"}
    line = formatted(formatter, level, msg="swept", created=0)
    assert line == {
        "level": logging.getLevelName(level),
        "message": "swept",
        "timestamp": "1970-01-01T00:00:00.000Z",
        "function_name": "sweep",
    }


def test_cloudwatch_gets_them_only_with_lines_that_lambda_filters_by_level() -> None:
    formatter = JsonFormatter(in_cloudwatch=True)
    formatter.keys = {"function_name": "sweep"}
    assert formatted(formatter, logging.INFO, msg="swept") == {"level": "INFO", "message": "swept"}
    assert formatted(formatter, logging.ERROR, msg="failed").keys() == {
        "level", "message", "timestamp", "function_name"
    }  # fmt: skip


def test_values_that_are_unknown_are_left_out() -> None:
    assert "code" not in formatted(JsonFormatter(), logging.INFO, msg="ready", code=None)


@pytest.mark.parametrize(
    "key",
    [
        "images/token=é.jpg",
        "images/token=\n.jpg",
        "images/policy:\u2028",
        'images/signature="é".jpg',
        "images/x-amz-signature=\ud800",
        "images/secret:",
    ],
)
def test_lines_stay_json_whatever_files_are_called(key: str) -> None:
    assert formatted(JsonFormatter(), logging.INFO, msg="ready", keys=[key], Failed=1)["Failed"] == 1


@pytest.mark.parametrize("name", ["token", "policy", "X-Amz-Signature", "the secret"])
def test_members_with_the_name_of_a_secret_are_masked(name: str) -> None:
    line = formatted(
        JsonFormatter(), logging.INFO, msg="x", details={name: "SECRET", "a": [{name: ["SECRET"]}]}
    )
    assert line["details"] == {name: MASK, "a": [{name: [MASK]}]}


def test_secrets_are_masked_in_names_and_in_objects() -> None:
    line = formatted(
        JsonFormatter(), logging.INFO, msg="x", error=ValueError("token=SECRET"), h={"Bearer SECRET": 1}
    )
    assert line["error"] == f"token={MASK}"
    assert line["h"] == {f"Bearer {MASK}": 1}


def test_long_exceptions_are_cut_so_that_cloudwatch_keeps_the_line_whole() -> None:
    error = ValueError(f"{'x' * 1_500_000} the end")
    line = JsonFormatter().format(
        logging.makeLogRecord({"msg": "failed", "exc_info": (ValueError, error, None)})
    )
    assert len(line) < 60_000
    assert json.loads(line)["exception"].endswith("the end\n")
