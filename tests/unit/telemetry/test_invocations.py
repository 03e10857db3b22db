"""Lambda logs the message of an error that a handler raises, without our formatter."""

from typing import Any

import pytest
from chalice.app import LambdaFunctionEvent
from chalice.local import LambdaContext

from chalicelib.telemetry.invocations import Invocations
from chalicelib.telemetry.logs import make_logger
from chalicelib.telemetry.metrics import Metrics
from chalicelib.telemetry.redaction import MASK


def test_the_message_of_a_raised_error_has_no_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(_event: object) -> object:
        raise KeyError("whsec_SECRET", 1)

    context: Any = LambdaContext("sweep", memory_size=1769)
    event = LambdaFunctionEvent({}, context)
    with pytest.raises(KeyError) as raised:
        Invocations(make_logger("invocations", "dev"), Metrics("invocations", "dev"))(event, fail)
    assert raised.value.args == (f"whsec_{MASK}", 1)
    assert "SECRET" not in capsys.readouterr().out
