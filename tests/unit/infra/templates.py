"""What the templates in infra/ create with given parameters."""

from local.cdn.distribution import Distribution
from local.process import ROOT
from local.template import document
from local.template_evaluation import Created, evaluated

INFRA = ROOT / "infra"
TEMPLATES = sorted(INFRA.glob("*.yaml"))
LONGEST_STAGE = "a" * 20


def create(name: str, *, partition: str = "aws", region: str = "eu-central-1", **parameters: str) -> Created:
    """Evaluate a template. Parameters without a value get their default, or an example."""
    read = document(INFRA / name)
    expected = read.get("Parameters", {})
    assert parameters.keys() <= expected.keys()
    values = {key: about.get("Default", _example(key, partition)) for key, about in expected.items()}
    return evaluated(read, values | parameters, partition=partition, region=region)


def distribution(**parameters: str) -> Distribution:
    """Return the distribution of cdn.yaml with these parameters."""
    resources = create("cdn.yaml", **parameters).resources
    return Distribution(resources["Distribution"]["DistributionConfig"], resources)


def _example(parameter: str, partition: str) -> str:
    """Return the ARN of a role of that name, or `NAME-value`."""
    role = f"arn:{partition}:iam::123456789012:role/{parameter}"
    return role if parameter.endswith("Role") else f"{parameter}-value"
