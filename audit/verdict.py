"""Interpret a run of pip-audit: no vulnerabilities, some found, or not audited. Pure functions."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The result of an audit. `passed` is False only if vulnerabilities were found; `text` is the message."""

    passed: bool
    text: str


def evaluate(status: int, output: str, errors: str) -> Verdict:
    """Evaluate pip-audit's exit status, its JSON output and its standard error.

    With `--strict`, pip-audit stops at the first package that it cannot look up and writes no JSON. The audit
    then passes with a warning, because nothing is known.
    """
    try:
        packages = json.loads(output)["dependencies"]
    except ValueError:
        reason = errors.strip().splitlines()[-1:] or [f"pip-audit exited with status {status}"]
        return Verdict(passed=True, text=f"NOT AUDITED, so vulnerabilities may be unknown: {reason[0]}")
    found = [_line(package, each) for package in packages for each in package.get("vulns", ())]
    if found:
        return Verdict(passed=False, text="\n".join(("Known vulnerabilities:", *found)))
    return Verdict(passed=True, text=f"No known vulnerabilities in {len(packages)} packages.")


def _line(package: dict[str, str], vulnerability: dict[str, list[str]]) -> str:
    fixes = ", ".join(vulnerability["fix_versions"]) or "no version yet"
    return f"  {package['name']} {package['version']}: {vulnerability['id']}, fixed in {fixes}"
