"""The event bus, on EventBridge."""

from typing import TYPE_CHECKING

from chalicelib.aws.errors import translated
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Event

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

SOURCE = "darkroom"


class EventBridgePublisher:
    """Puts events on a bus, from where rules bring them to whoever wants them."""

    def __init__(self, client: "EventBridgeClient", bus: str) -> None:
        self._client = client
        self._bus = bus

    def publish(self, event: Event) -> None:
        """PutEvents, which answers 200 although it has refused an entry."""
        what = f"Publishing {event.id}"
        with translated(what):
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
            raise ServiceUnavailable(f"{what}: {entry.get('ErrorCode')}: {entry.get('ErrorMessage')}")
