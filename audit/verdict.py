"""What a run of pip-audit says: nothing known, something found, or nothing looked at. Pure."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`passed` is False only for vulnerabilities that were found; `text` is for people."""

    passed: bool
    text: str


def of(status: int, output: str, complaints: str) -> Verdict:
    """Judge pip-audit's exit status, its JSON on standard output, and its standard error.

    With `--strict` it gives up at the first package that it cannot look up, and writes no JSON: then
    nothing is known, which is neither a pass nor a failure.
    """
    try:
        packages = json.loads(output)["dependencies"]
    except ValueError:
        reason = complaints.strip().splitlines()[-1:] or [f"pip-audit ended with status {status}"]
        return Verdict(passed=True, text=f"NOT AUDITED, so vulnerabilities may be unknown: {reason[0]}")
    found = [_line(package, each) for package in packages for each in package.get("vulns", ())]
    if found:
        return Verdict(passed=False, text="\n".join(("Known vulnerabilities:", *found)))
    return Verdict(passed=True, text=f"No known vulnerabilities in {len(packages)} packages.")


def _line(package: dict[str, str], vulnerability: dict[str, list[str]]) -> str:
    fixes = ", ".join(vulnerability["fix_versions"]) or "nothing yet"
    return f"  {package['name']} {package['version']}: {vulnerability['id']}, fixed by {fixes}"
