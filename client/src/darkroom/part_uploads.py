"""Upload a large file in parts, several at a time."""

from collections.abc import Callable, Iterator
from functools import partial
from threading import Lock

from darkroom import flows
from darkroom.errors import UnusableFile, UploadFormExpired
from darkroom.flows import Flow, together
from darkroom.messages import Request
from darkroom.retry import with_retries
from darkroom.upload_models import MultipartUpload, UploadPart
from darkroom.upload_source import UploadSource
from darkroom.uploads import Progress, check_stored

THRESHOLD_BYTES = 50 * 1024 * 1024
"""The service offers parts for larger files."""

PARALLEL = 4
"""As many parts are sent at a time. More do not make up for a slow line."""


class PartBody:
    """The bytes of one part. `report` is called with the number of those that have been sent."""

    def __init__(self, source: UploadSource, report: Callable[[int], None]) -> None:
        self._source = source
        self.report = report

    def __len__(self) -> int:
        """Return the size of the part in bytes."""
        return self._source.size

    def __iter__(self) -> Iterator[bytes]:
        """Yield the part in chunks."""
        return self._source.chunks()


class Tally:
    """Adds up what has been sent of all parts, and reports progress: in several threads, one at a time."""

    def __init__(self, upload: MultipartUpload, progress: Progress) -> None:
        self._sent = {part.number: 0 if part.url else part.size for part in upload.parts}
        self._total = sum(part.size for part in upload.parts)
        self._progress = progress
        self._lock = Lock()

    def report(self, number: int, sent: int) -> None:
        """Report that `sent` bytes of a part have been sent, by its latest attempt."""
        with self._lock:
            self._sent[number] = sent
            self._progress(sum(self._sent.values()), self._total)


def send_missing(
    upload: MultipartUpload,
    source: UploadSource,
    progress: Progress,
    renew: Callable[[], Flow[MultipartUpload]],
) -> Flow[None]:
    """Send all parts that are not stored. If their URLs expire, `renew` returns new ones.

    Raises UploadError, ConnectionFailed, UnusableFile; UploadFormExpired if new URLs expire as well before a
    single part is stored.
    """
    _check_size(upload, source)
    tally = Tally(upload, progress)
    stalled = False
    while True:
        try:
            missing = [part for part in upload.parts if part.url]
            yield from together([_sending(part, upload, source, tally) for part in missing], PARALLEL)
        except UploadFormExpired:
            upload = yield from renew()
            stalled_before, stalled = stalled, sum(1 for part in upload.parts if part.url) >= len(missing)
            if stalled and stalled_before:
                raise
        else:
            return


def _sending(part: UploadPart, upload: MultipartUpload, source: UploadSource, tally: Tally) -> Flow[None]:
    """Send one part. Retries are safe because a part replaces the one with the same number."""
    content = source.part((part.number - 1) * upload.part_size, part.size)
    return with_retries(partial(_send, part, PartBody(content, partial(tally.report, part.number))))


def _send(part: UploadPart, body: PartBody) -> Flow[None]:
    response = yield from flows.send(Request(method="PUT", url=part.url or "", body=body))
    check_stored(response)


def _check_size(upload: MultipartUpload, source: UploadSource) -> None:
    size = sum(part.size for part in upload.parts)
    if size != source.size:
        raise UnusableFile(f"{source.filename} has {source.size} bytes, but its upload is for {size} bytes.")
