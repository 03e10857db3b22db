from chalicelib.models import Source
from chalicelib.notices import Notice, from_s3_event
from load.event_queue import created


def test_a_copy_of_an_event_reads_like_s3s_own() -> None:
    (notice,) = from_s3_event(created("uploads", "images/a/small +1.jpeg", b"abc"))
    source = Source(etag="900150983cd24fb0d6963f7d28e17f72", size=3)
    assert notice == Notice(key="images/a/small +1.jpeg", source=source)
