"""The code of the CloudFront function in infra/edge.js, without a policy.

A function has at most 10 KB, so that the code has no comments. Its policy is a parameter of the template.
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
"""

import re

MAX_BYTES = 10_240
"""The most that the code and the policy may have together."""

_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^\s+", re.MULTILINE)
_POLICY = re.compile(r"(?<=^const POLICY = )\{.*\}(?=;$)", re.MULTILINE)


def around_policy(source: str) -> tuple[str, str]:
    """Return the code before the policy and the code after it. Raises ValueError if there is no policy."""
    before, after = _POLICY.split(_INDENTATION.sub("", _COMMENT.sub("", source)))
    return before, after


def with_policy(source: str, policy: str) -> str:
    """Return the code with this policy in JSON."""
    return policy.join(around_policy(source))
