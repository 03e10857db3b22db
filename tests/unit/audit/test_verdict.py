"""What is made of pip-audit's words."""

import json

from audit import verdict

CLEAN = {"name": "msgspec", "version": "0.22.0", "vulns": []}
BAD = {
    "name": "pillow",
    "version": "9.0.0",
    "vulns": [{"id": "PYSEC-2022-10", "fix_versions": ["9.0.1"]}, {"id": "PYSEC-2", "fix_versions": []}],
}


def test_no_known_vulnerability_passes() -> None:
    result = verdict.of(0, json.dumps({"dependencies": [CLEAN]}), "")
    assert (result.passed, result.text) == (True, "No known vulnerabilities in 1 packages.")


def test_a_vulnerability_fails_and_names_package_and_cure() -> None:
    result = verdict.of(1, json.dumps({"dependencies": [CLEAN, BAD]}), "")
    assert not result.passed
    assert "pillow 9.0.0: PYSEC-2022-10, fixed by 9.0.1" in result.text
    assert "PYSEC-2, fixed by nothing yet" in result.text


def test_a_service_that_cannot_be_reached_is_never_silent() -> None:
    result = verdict.of(1, "", "WARNING: slow\nERROR: Connection refused\n")
    assert result.passed
    assert result.text == "NOT AUDITED, so vulnerabilities may be unknown: ERROR: Connection refused"


def test_a_tool_that_says_nothing_is_not_taken_for_a_pass() -> None:
    assert "NOT AUDITED" in verdict.of(2, "", "").text
