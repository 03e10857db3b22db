"""How the output of pip-audit is interpreted."""

import json

from audit import verdict

CLEAN = {"name": "msgspec", "version": "0.22.0", "vulns": []}
BAD = {
    "name": "pillow",
    "version": "9.0.0",
    "vulns": [{"id": "PYSEC-2022-10", "fix_versions": ["9.0.1"]}, {"id": "PYSEC-2", "fix_versions": []}],
}


def test_an_audit_without_vulnerabilities_passes() -> None:
    result = verdict.evaluate(0, json.dumps({"dependencies": [CLEAN]}), "")
    assert (result.passed, result.text) == (True, "No known vulnerabilities in 1 packages.")


def test_a_vulnerability_fails_and_names_the_package_and_the_fix() -> None:
    result = verdict.evaluate(1, json.dumps({"dependencies": [CLEAN, BAD]}), "")
    assert not result.passed
    assert "pillow 9.0.0: PYSEC-2022-10, fixed in 9.0.1" in result.text
    assert "PYSEC-2, fixed in no version yet" in result.text


def test_an_unreachable_service_is_reported() -> None:
    result = verdict.evaluate(1, "", "WARNING: slow\nERROR: Connection refused\n")
    assert result.passed
    assert result.text == "NOT AUDITED, so vulnerabilities may be unknown: ERROR: Connection refused"


def test_missing_output_is_reported_as_not_audited() -> None:
    assert "NOT AUDITED" in verdict.evaluate(2, "", "").text
