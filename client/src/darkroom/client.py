"""The client: everything that the service can do, as methods."""

import itertools
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Self
from urllib.parse import quote

import requests

from darkroom import downloads, forms
from darkroom.api import Api, parsed
from darkroom.errors import MissingVariant, UploadFormExpired
from darkroom.models import Image, ImagePage, NewImage, Presets, Status
from darkroom.polling import Clock, wait_until_ready
from darkroom.retry import retrying
from darkroom.sessions import Sessions
from darkroom.sources import Source, opened
from darkroom.transport import Transport

TIMEOUT_SECONDS = 30.0
WAIT_SECONDS = 300.0
_PAGE = 100  # the most that the service lists at once


class Client:
    """Talks to one Darkroom service. Safe to share between threads: each has connections of its own.

    `timeout` is in seconds without a sign of life from the service. A `session` of your own (proxies,
    certificates) serves all threads, which requests does not promise to be safe, and stays yours to close.
    Every method raises ConnectionFailed, ApiError and InvalidResponse, besides what it names.
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
        """Return the client, which closes its connections at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close the connections that the client made itself."""
        self._sessions.close()

    def upload(
        self,
        file: str | os.PathLike[str] | BinaryIO,
        variants: Sequence[str] | None = None,
        wait: bool = True,  # noqa: FBT001, FBT002 - callers may pass it third
        *,
        filename: str | None = None,
        content_type: str | None = None,
        focus: tuple[float, float] | None = None,
        timeout: float = WAIT_SECONDS,
        progress: forms.Progress | None = None,
    ) -> Image:
        """Upload a picture and, with `wait`, return it `ready`; without, as it is right after the upload.

        The file is a path or an open, seekable binary file; it is streamed. Without `content_type` the
        service goes by the filename. `variants` names presets, None means the service's default.
        `focus` is the point that crops keep: (0, 0) is the upright picture's top left, (1, 1) its opposite.
        `progress(sent, total)` is called with bytes of the file, starting over when a try failed.
        Raises UploadError, UnusableFile, OSError; with `wait` also what `wait` raises.
        """
        _refuse_one_name(variants)
        wishes = {
            "content_type": content_type,
            "variants": variants and list(variants),
            "focus": focus and dict(zip("xy", focus, strict=True)),
        }
        with opened(file, filename) as source:
            image = self._upload(source, wishes, progress or _nobody_watches)
        return self.wait(image.id, timeout) if wait else self.get(image.id)

    def get(self, image_id: str) -> Image:
        """Return the image. Raises NotFoundError."""
        return parsed(self._api.get(_path(image_id)), Image)

    def list(self, *, status: Status | str | None = None, limit: int | None = None) -> Iterator[Image]:
        """Yield images, newest first, page by page as they are asked for; at most `limit`."""
        return itertools.islice(self._listed(status, min(limit or _PAGE, _PAGE)), limit)

    def wait(self, image_id: str, timeout: float = WAIT_SECONDS) -> Image:
        """Look until the image is `ready` and return it, for at most `timeout` seconds.

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
        """Save the image's variants, or the named ones, and return where each lies, by name.

        The directory is made if need be. URLs in an image may expire: `get` it shortly before.
        Raises MissingVariant, DownloadError, OSError; FileExistsError unless `overwrite`.
        """
        _refuse_one_name(variants)
        missing = set(variants or ()) - {variant.name for variant in image.variants}
        if missing:
            raise MissingVariant(f"Image {image.id} has no variant {', '.join(sorted(missing))}")
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
        """Delete the image, its file and its variants.

        Raises NotFoundError, also when an earlier try succeeded but its answer was lost.
        """
        self._api.delete(_path(image_id))

    def presets(self) -> Presets:
        """Return what variants the service offers."""
        return parsed(self._api.get("/presets"), Presets)

    def _listed(self, status: Status | str | None, page_size: int) -> Iterator[Image]:
        page = ImagePage(images=(), next_cursor=None)
        while True:
            answer = self._api.get("/images", status=status, limit=page_size, cursor=page.next_cursor)
            page = parsed(answer, ImagePage)
            yield from page.images
            if page.next_cursor is None:
                return

    def _upload(self, source: Source, wishes: Mapping[str, object], progress: forms.Progress) -> Image:
        """Upload with a fresh form, and once more with another if the first one's time ran out."""
        image = self._create(source, wishes)
        try:
            self._send(image, source, progress)
        except UploadFormExpired:
            self.delete(image.id)
            image = self._create(source, wishes)
            self._send(image, source, progress)
        return image

    def _create(self, source: Source, wishes: Mapping[str, object]) -> NewImage:
        body = {"filename": source.filename, "size": source.size, **wishes}
        stated = {name: value for name, value in body.items() if value is not None}
        return parsed(self._api.post("/images", stated), NewImage)

    def _send(self, image: NewImage, source: Source, progress: forms.Progress) -> None:
        """Send the file. A form pins one key, so sending the same bytes twice is as good as once."""
        retrying(self._clock.sleep)(forms.send, self._transport, image.upload, source, progress)


def _path(image_id: str) -> str:
    return f"/images/{quote(image_id, safe='')}"


def _refuse_one_name(variants: Sequence[str] | None) -> None:
    """Raise TypeError for a string: it is a sequence of strings, too, but never what is meant."""
    if isinstance(variants, str):
        raise TypeError(f"variants takes a list of names: [{variants!r}] instead of {variants!r}")


def _nobody_watches(_sent: int, _total: int) -> None:
    pass
