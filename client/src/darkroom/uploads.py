"""Upload a file to S3 with a presigned form."""

import html
import re
from collections.abc import Callable, Iterator

from urllib3.filepost import choose_boundary, encode_multipart_formdata

from darkroom import flows
from darkroom.errors import UploadError, UploadFormExpired
from darkroom.flows import Flow
from darkroom.messages import Request, Response
from darkroom.upload_models import UploadForm
from darkroom.upload_source import UploadSource

Progress = Callable[[int, int], None]

_SUCCESS = (200, 201, 204)


class FormBody:
    """A streamed multipart/form-data body with the file as the last part, as S3 requires.

    urllib3 encodes the body with an empty file part, and each iteration streams the file into that part
    from the beginning. `len()` is the Content-Length in bytes.
    """

    def __init__(self, form: UploadForm, source: UploadSource, progress: Progress) -> None:
        boundary = choose_boundary()
        part = ("file", b"", "application/octet-stream")
        frame, self.content_type = encode_multipart_formdata([*form.fields.items(), ("file", part)], boundary)
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._head = frame.removesuffix(self._tail)
        self._source = source
        self._progress = progress

    def __len__(self) -> int:
        """Return the length of head, file and tail in bytes."""
        return len(self._head) + self._source.size + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body in chunks."""
        yield self._head
        yield from self._source.chunks()
        yield self._tail

    def report(self, sent: int) -> None:
        """Report progress, unless the bytes sent last belong to the frame of the file."""
        sent_of_file = sent - len(self._head)
        if 0 < sent_of_file <= self._source.size:
            self._progress(sent_of_file, self._source.size)


def send(form: UploadForm, source: UploadSource, progress: Progress) -> Flow[None]:
    """Upload the file with the form. Raises UploadError, ConnectionFailed, UnusableFile."""
    body = FormBody(form, source, progress)
    headers = {**form.headers, "Content-Type": body.content_type}
    response = yield from flows.send(Request(method="POST", url=form.url, headers=headers, body=body))
    check_stored(response)


def check_stored(response: Response) -> None:
    """Raise UploadError unless S3 has stored the file, or the part of a file."""
    if response.status not in _SUCCESS:
        raise _upload_error(response)


def _upload_error(response: Response) -> UploadError:
    code = _element(response.text, "Code") or f"http_{response.status}"
    detail = _element(response.text, "Message") or f"HTTP status {response.status}."
    # S3 uses the code AccessDenied for every violation of the upload policy.
    kind = UploadFormExpired if "expired" in detail.lower() else UploadError
    return kind(response.status, code, detail)


def _element(xml: str, name: str) -> str | None:
    """Return the text of an element in S3's error document, or None."""
    match = re.search(f"<{name}>([^<]*)</{name}>", xml)
    return html.unescape(match[1]) if match else None
