"""The client for the Darkroom API."""

import itertools
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Self
from urllib.parse import quote

import requests

from darkroom import downloads, uploads
from darkroom.api import Api, parsed
from darkroom.errors import MissingVariant, UploadFormExpired
from darkroom.models import Image, ImagePage, NewImage, Presets, Status
from darkroom.polling import Clock, wait_until_ready
from darkroom.retry import with_retries
from darkroom.sessions import Sessions
from darkroom.transport import Transport
from darkroom.upload_source import UploadSource, open_source

TIMEOUT_SECONDS = 30.0
WAIT_SECONDS = 300.0
_PAGE = 100  # the largest page that the service returns


class Client:
    """Connects to one Darkroom service. Threads can share a client; each gets its own connections.

    `timeout` is the number of seconds to wait for the service to send data. Pass your own `session` to
    configure proxies or certificates. All threads then share it, although requests does not guarantee that
    this is safe, and you must close it yourself.
    Every method may raise ConnectionFailed, ApiError and InvalidResponse, in addition to the errors it lists.
    """

    def __init__(
        self,
        base_url: str,
        token: str | None = None,
        *,
        session: requests.Session | None = None,
        timeout: float = TIMEOUT_SECONDS,
        clock: Clock = time,
    ) -> None:
        self._sessions = Sessions(session)
        self._transport = Transport(self._sessions, timeout)
        self._api = Api(base_url, token, self._transport, clock.sleep)
        self._clock = clock

    def __enter__(self) -> Self:
        """Return the client itself; leaving the block closes its connections."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the client's connections."""
        self.close()

    def close(self) -> None:
        """Close the client's own connections, but not a session that you passed in."""
        self._sessions.close()

    def upload(
        self,
        file: str | os.PathLike[str] | BinaryIO,
        variants: Sequence[str] | None = None,
        wait: bool = True,  # noqa: FBT001, FBT002 - may be passed as the third argument
        *,
        filename: str | None = None,
        content_type: str | None = None,
        focus: tuple[float, float] | None = None,
        timeout: float = WAIT_SECONDS,
        progress: uploads.Progress | None = None,
    ) -> Image:
        """Upload an image and return it once it is `ready`, or right after the upload if `wait` is false.

        `file` is a path or an open, seekable binary file; it is streamed. Without `content_type`, the
        service derives the type from the file name. `variants` lists preset names; None means the service's
        default presets. `focus` is the point that crops keep: (0, 0) is the top left of the upright image,
        (1, 1) the bottom right. `timeout` is the number of seconds to wait.
        `progress(sent, total)` is called with byte counts; a retry starts again from the beginning.
        Raises UploadError, UnusableFile and OSError; with `wait`, also the errors of `wait`.
        """
        _reject_single_string(variants)
        options = {
            "content_type": content_type,
            "variants": variants and list(variants),
            "focus": focus and dict(zip("xy", focus, strict=True)),
        }
        with open_source(file, filename) as source:
            image = self._upload(source, options, progress or _ignore_progress)
        return self.wait(image.id, timeout) if wait else self.get(image.id)

    def get(self, image_id: str) -> Image:
        """Return the image in its current state. Raises NotFoundError."""
        return parsed(self._api.get(_path(image_id)), Image)

    def list(
        self, *, status: Status | str | None = None, limit: int | None = None, key: str | None = None
    ) -> Iterator[Image]:
        """Yield at most `limit` images, newest first, fetching pages as needed.

        With the `key` of an object in the upload bucket, yield the object's image, if there is one. `key`
        and `status` exclude each other.
        """
        return itertools.islice(self._pages(status, key, min(limit or _PAGE, _PAGE)), limit)

    def wait(self, image_id: str, timeout: float = WAIT_SECONDS) -> Image:
        """Poll until the image is `ready`, for at most `timeout` seconds, and return it.

        Raises ImageFailed, WaitTimeout, NotFoundError.
        """
        return wait_until_ready(self._api, _path(image_id), timeout, self._clock)

    def download(
        self,
        image: Image,
        directory: str | os.PathLike[str],
        variants: Sequence[str] | None = None,
        *,
        overwrite: bool = False,
    ) -> Mapping[str, Path]:
        """Save the named variants, or all of them, to a directory; return file paths by variant name.

        The directory is created if necessary. The URLs in an image may expire, so `get` the image shortly
        before you download it.
        Raises MissingVariant, DownloadError and OSError; FileExistsError unless `overwrite` is set.
        """
        _reject_single_string(variants)
        missing = set(variants or ()) - {variant.name for variant in image.variants}
        if missing:
            raise MissingVariant(f"Image {image.id} has no variant named {', '.join(sorted(missing))}.")
        folder = Path(directory)
        folder.mkdir(parents=True, exist_ok=True)
        saved = {}
        for variant in image.variants:
            if variants is None or variant.name in variants:
                target = folder / downloads.target_name(image, variant)
                downloads.save(self._transport, variant, target, overwrite=overwrite, sleep=self._clock.sleep)
                saved[variant.name] = target
        return saved

    def delete(self, image_id: str) -> None:
        """Delete the image, its original file and its variants.

        Raises NotFoundError, including when an earlier attempt succeeded but its response was lost.
        """
        self._api.delete(_path(image_id))

    def presets(self) -> Presets:
        """Return the presets that the service offers."""
        return parsed(self._api.get("/presets"), Presets)

    def _pages(self, status: Status | str | None, key: str | None, page_size: int) -> Iterator[Image]:
        page = ImagePage(images=(), next_cursor=None)
        while True:
            response = self._api.get(
                "/images", status=status, key=key, limit=page_size, cursor=page.next_cursor
            )
            page = parsed(response, ImagePage)
            yield from page.images
            if page.next_cursor is None:
                return

    def _upload(
        self, source: UploadSource, options: Mapping[str, object], progress: uploads.Progress
    ) -> Image:
        """Upload the file; if the upload form expires, try once more with a new form."""
        image = self._create(source, options)
        try:
            self._send(image, source, progress)
        except UploadFormExpired:
            self.delete(image.id)
            image = self._create(source, options)
            self._send(image, source, progress)
        return image

    def _create(self, source: UploadSource, options: Mapping[str, object]) -> NewImage:
        body = {"filename": source.filename, "size": source.size, **options}
        known = {name: value for name, value in body.items() if value is not None}
        return parsed(self._api.post("/images", known), NewImage)

    def _send(self, image: NewImage, source: UploadSource, progress: uploads.Progress) -> None:
        """Send the file. Retries are safe because a form allows only one object key."""
        with_retries(self._clock.sleep)(uploads.send, self._transport, image.upload, source, progress)


def _path(image_id: str) -> str:
    return f"/images/{quote(image_id, safe='')}"


def _reject_single_string(variants: Sequence[str] | None) -> None:
    """Raise TypeError for a string, which would otherwise be treated as a list of characters."""
    if isinstance(variants, str):
        raise TypeError(f"`variants` must be a list of names. Use [{variants!r}] instead of {variants!r}.")


def _ignore_progress(_sent: int, _total: int) -> None:
    pass
