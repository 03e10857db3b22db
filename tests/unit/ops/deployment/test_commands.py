"""What the commands print at the end."""

from io import StringIO

from rich.console import Console

from ops.deploy import deploy
from ops.exit_codes import ExitCode
from ops.outputs import show
from ops.printing import Printer
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import PROD, deployed, read
from tests.fakes.account.consistency import outputs


class Printed(Printer):
    """Collects what is printed."""

    def __init__(self) -> None:
        self.out, self.err = StringIO(), StringIO()
        super().__init__(Console(file=self.out, width=1000), Console(file=self.err, width=1000))


def test_a_deployment_ends_with_the_url_and_a_first_request(account: FakeAccount) -> None:
    printed = Printed()
    assert deploy(read(), account.tools, printed) is ExitCode.OK
    url = outputs(account, "app")["EndpointURL"]
    lines = printed.out.getvalue().splitlines()
    assert lines[0] == f"Upload page and API: {url}"
    assert lines[1] == "To see all resources: .venv/bin/python -m ops outputs prod"
    assert f"  .venv/bin/darkroom --url {url} upload cat.jpg" in lines
    assert "Functions and API (darkroom-prod-app): created" in printed.err.getvalue()


def test_a_deployment_that_fails_prints_only_the_error(account: FakeAccount) -> None:
    printed = Printed()
    assert deploy(read("--set", "OPEN_FORMS=x"), account.tools, printed) is ExitCode.FAILED
    assert printed.out.getvalue() == ""


def test_outputs_are_those_of_all_stacks(account: FakeAccount) -> None:
    deployed(account, "--cdn", "--events")
    printed = Printed()
    assert show(PROD, account.tools.stacks, printed) is ExitCode.OK
    lines = dict(line.split(" ", 1) for line in printed.out.getvalue().splitlines())
    for part in ("storage", "app", "cdn", "events", "access", "artifacts"):
        assert outputs(account, part).items() <= lines.items()
    assert lines["Version"] == account.version


def test_a_stage_that_does_not_exist_has_no_outputs(account: FakeAccount) -> None:
    printed = Printed()
    assert show(PROD, account.tools.stacks, printed) is ExitCode.FAILED
    assert "There is no stage 'prod' in this account and region" in printed.err.getvalue()
