from chalicelib.domain.s3_events import ObjectEvent, from_s3_event
from chalicelib.models import Source
from load.event_queue import object_created


def test_an_event_is_parsed_like_one_from_s3() -> None:
    (event,) = from_s3_event(object_created("images/a/small +1.jpeg", 3, "900150"))
    source = Source(etag="900150", size=3)
    assert event == ObjectEvent(key="images/a/small +1.jpeg", source=source)
