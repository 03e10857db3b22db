"""infra/operations.yaml: the dashboard shows exactly the functions of its stage."""

import json
import re
from typing import Any

import pytest

from tests.unit.infra.templates import LONGEST_STAGE, create

# Terms in double quotes are exact matches, and a query has at most 1,024 characters:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
MAX_CHARACTERS = 1_024
_EXACT = r'FunctionName="([\w-]+)"'
SEARCH = re.compile(
    rf"SEARCH\('(\{{AWS/Lambda,FunctionName\}} \({_EXACT}(?: OR {_EXACT})*\) MetricName=\"\w+\")', '\w+'\)"
)


def widgets(stage: str) -> list[dict[str, Any]]:
    body = create("operations.yaml", Stage=stage).resources["Dashboard"]["DashboardBody"]
    return [each["properties"] for each in json.loads(body)["widgets"]]


def searches(stage: str) -> list[list[str]]:
    """Return the searches of each widget that has any."""
    found = (
        [entry[0]["expression"] for entry in widget["metrics"] if isinstance(entry[0], dict)]
        for widget in widgets(stage)
    )
    return [each for each in found if each]


def functions() -> set[str]:
    """Return the functions that have an alarm; tests/deploy/test_alarms.py compares them with the app."""
    options = {
        "WebhookFailuresQueue": "failures",
        "InvalidationsQueue": "invalidations",
        "StateMachine": "arn:aws:states:::prod",
    }
    resources = create("operations.yaml", Stage="prod", **options).resources
    dimensions = [each["Dimensions"] for each in resources.values() if each.get("MetricName") == "Errors"]
    return {each["Value"] for [each] in dimensions}


def test_searches_match_the_names_of_all_functions_exactly() -> None:
    assert len(searches("prod")) == 5
    for widget in searches("prod"):
        assert all(SEARCH.fullmatch(search) for search in widget)
        found = [name for search in widget for name in re.findall(_EXACT, search)]
        assert len(found) == len(set(found))
        assert set(found) == functions()


def test_searches_are_not_too_long() -> None:
    for search in (search for widget in searches(LONGEST_STAGE) for search in widget):
        query = SEARCH.fullmatch(search)
        assert query
        assert len(query[1]) <= MAX_CHARACTERS


@pytest.mark.parametrize("stage", ["prod-2", "prod"])
def test_other_metrics_have_the_exact_stage(stage: str) -> None:
    entries = [entry for widget in widgets(stage) for entry in widget["metrics"]]
    named = [entry for entry in entries if entry[0] in ("AWS/ApiGateway", "AWS/Lambda")]
    assert {entry[-1] for entry in named} == {stage, f"darkroom-{stage}-process_upload"}
