"""Publish events to EventBridge."""

from typing import TYPE_CHECKING

from chalicelib.aws.errors import translate_errors
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Event

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

SOURCE = "darkroom"


class EventBridgePublisher:
    """Puts events on a bus. Rules route them to their targets."""

    def __init__(self, client: "EventBridgeClient", bus: str) -> None:
        self._client = client
        self._bus = bus

    def publish(self, event: Event) -> None:
        """Publish one event. PutEvents responds with 200 even if it rejects the entry."""
        action = f"Publishing {event.id}"
        with translate_errors(action):
            response = self._client.put_events(
                Entries=[
                    {
                        "EventBusName": self._bus,
                        "Source": SOURCE,
                        "DetailType": event.type,
                        "Time": event.time,
                        "Detail": event.detail,
                    }
                ]
            )
        if response["FailedEntryCount"]:
            [entry] = response["Entries"]
            raise ServiceUnavailable(f"{action}: {entry.get('ErrorCode')}: {entry.get('ErrorMessage')}")
