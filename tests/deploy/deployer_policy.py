"""What infra/deployer.json allows."""

import json
from fnmatch import fnmatchcase

from local.process import ROOT

POLICY = ROOT / "infra" / "deployer.json"
ANY = "*"


def allowed(action: str, arn: str) -> bool:
    """Return whether the policy allows an action. `ANY` is the ARN for actions without resources."""
    return any(
        statement["Effect"] == "Allow"
        and any(fnmatchcase(action, pattern) for pattern in listed(statement["Action"]))
        and any(fnmatchcase(arn, pattern) for pattern in listed(statement["Resource"]))
        for statement in json.loads(POLICY.read_bytes())["Statement"]
    )


def listed(value: str | list[str]) -> list[str]:
    """Return the values of a policy's element, which can be one string."""
    return value if isinstance(value, list) else [value]
