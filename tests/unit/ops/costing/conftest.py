"""The stage that the default options of `ops exposure` describe."""

import pytest

from ops.costing.attackers import Stage
from tests.unit.ops.costing.exposed import stage


@pytest.fixture(scope="module")
def defaults() -> Stage:
    return stage()
