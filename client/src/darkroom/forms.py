"""Sending a file to S3 with a presigned form."""

import html
import re
from collections.abc import Callable, Iterator

import requests
from urllib3.filepost import choose_boundary, encode_multipart_formdata

from darkroom.errors import UploadError, UploadFormExpired
from darkroom.models import UploadForm
from darkroom.sources import Source
from darkroom.transport import Transport

Progress = Callable[[int, int], None]

_STORED = (200, 201, 204)


class FormBody:
    """A multipart/form-data body with the file last, as S3 wants it.

    urllib3 writes the frame around an empty file part; the file's bytes are streamed into it, from the
    start for each iteration. `len()` is the Content-Length in bytes.
    """

    def __init__(self, form: UploadForm, source: Source, progress: Progress) -> None:
        boundary = choose_boundary()
        part = ("file", b"", "application/octet-stream")
        frame, self.content_type = encode_multipart_formdata([*form.fields.items(), ("file", part)], boundary)
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._head = frame.removesuffix(self._tail)
        self._source = source
        self._progress = progress

    def __len__(self) -> int:
        """Count head, file and tail."""
        return len(self._head) + self._source.size + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body in pieces, reporting the file's bytes once they are handed over."""
        sent = 0
        yield self._head
        for chunk in self._source.chunks():
            yield chunk
            sent += len(chunk)
            self._progress(sent, self._source.size)
        yield self._tail


def send(transport: Transport, form: UploadForm, source: Source, progress: Progress) -> None:
    """Send the file. Raises UploadError, ConnectionFailed, UnusableFile."""
    body = FormBody(form, source, progress)
    headers = {**form.headers, "Content-Type": body.content_type}
    response = transport.send("POST", form.url, data=body, headers=headers)
    if response.status_code not in _STORED:
        raise _refusal(response)


def _refusal(response: requests.Response) -> UploadError:
    code = _element(response.text, "Code") or f"http_{response.status_code}"
    detail = _element(response.text, "Message") or f"HTTP status {response.status_code}"
    # S3's code for it is AccessDenied, as for every other broken rule of the form.
    kind = UploadFormExpired if "expired" in detail.lower() else UploadError
    return kind(response.status_code, code, detail)


def _element(xml: str, name: str) -> str | None:
    """Read one of the flat elements of S3's error document."""
    match = re.search(f"<{name}>([^<]*)</{name}>", xml)
    return html.unescape(match[1]) if match else None
