"""Run the workflow task by task through Chalice's test client."""

from typing import Any

from tests.functional.conftest import App

Json = dict[str, Any]


def execute(app: App, key: str, name: str = "an-execution") -> set[str]:
    """Invoke all functions of the workflow for the object with this key; return their names."""
    invoked: set[str] = set()

    def invoke(task: str, event: Json) -> Any:
        invoked.add(f"workflow_{task}")
        return app.chalice.lambda_.invoke(f"workflow_{task}", event).payload

    inspected: Json = invoke("inspect", {"key": key, "source": {"etag": "any"}, "execution": name})
    work = invoke("moderate", inspected["work"])["work"]
    names = [plan["spec"]["name"] for plan in work["plans"]]
    parts = [invoke("render", {"work": work, "variant": each}) for each in names]
    finalized: Json = invoke("finalize", {**inspected, "parts": parts})
    invoke("publish", finalized["result"])
    invoke("record_failure", {"key": key, "source": work["source"], "error": {"Error": "States.Timeout"}})
    return invoked
