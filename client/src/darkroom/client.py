"""The client for the Darkroom API."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Self

import requests

from darkroom import bodies, documents, downloads, listing, uploads
from darkroom.api import Api, image_path
from darkroom.bodies import UNCHANGED, Box, MetadataFields, Point, Unchanged
from darkroom.image import WAIT_SECONDS, Image
from darkroom.models import Presets, Status
from darkroom.polling import Clock, wait_until_ready
from darkroom.sessions import Sessions
from darkroom.transport import Transport
from darkroom.upload_creation import UploadCreation
from darkroom.upload_source import open_source
from darkroom.uploader import Uploader

TIMEOUT_SECONDS = 30.0


class Client(UploadCreation):
    """Connects to one Darkroom service. Threads can share a client; each gets its own connections.

    `timeout` is the number of seconds to wait for the service to send data. Pass your own `session` to
    configure proxies or certificates. All threads then share it, although requests does not guarantee that
    this is safe, and you must close it yourself. `signing_key` signs URLs of variants on demand; without it,
    the environment variable DARKROOM_SIGNING_KEY does.
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
        signing_key: str | None = None,
    ) -> None:
        self._sessions = Sessions(session)
        self._transport = Transport(self._sessions, timeout)
        api = Api(base_url, token, self._transport, clock.sleep)
        key = signing_key or os.environ.get("DARKROOM_SIGNING_KEY")
        super().__init__(Uploader(api, self._transport, clock), key)
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

    def upload(  # noqa: PLR0913 - all but three are keyword-only
        self,
        file: str | os.PathLike[str] | BinaryIO,
        variants: Sequence[str] | None = None,
        wait: bool = True,  # noqa: FBT001, FBT002 - may be passed as the third argument
        *,
        filename: str | None = None,
        content_type: str | None = None,
        focus: Point | None = None,
        crop: Box | None = None,
        rotate: int | None = None,
        metadata: MetadataFields | None = None,
        timeout: float = WAIT_SECONDS,
        progress: uploads.Progress | None = None,
    ) -> Image:
        """Upload an image and return it once it is `ready`, or right after the upload if `wait` is false.

        `file` is a path or an open, seekable binary file; it is streamed. Without `content_type`, the
        service derives the type from the file name. `variants` lists preset names; None means the service's
        default presets. `rotate` turns the upright image by 90, 180 or 270 degrees clockwise. `crop` is the
        box to keep of the result, as (x, y, width, height) in fractions of its width and height. `focus` is
        the point (x, y) of what remains that variants keep: (0, 0) is the top left, (1, 1) the bottom right.
        `timeout` is the number of seconds to wait.
        `progress(sent, total)` is called with byte counts; a retry starts again from the beginning.
        Raises UploadError, UnusableFile and OSError; with `wait`, also the errors of `wait`.
        """
        options = {
            "content_type": content_type,
            **bodies.preset_choice(variants, (), ()),
            **bodies.edits(focus, crop, rotate),
            "metadata": metadata,
        }
        with open_source(file, filename) as source:
            image = self._uploader.upload(source, options, progress or _ignore_progress)
        return self.wait(image.id, timeout) if wait else self.get(image.id)

    def get(self, image_id: str) -> Image:
        """Return the image in its current state. Raises NotFoundError."""
        return self._image(self._api.get(image_path(image_id)))

    def list(
        self,
        *,
        status: Status | str | None = None,
        limit: int | None = None,
        key: str | None = None,
        external_id: str | None = None,
    ) -> Iterator[Image]:
        """Yield at most `limit` images, newest first, fetching pages as needed.

        With the `key` of an object in the upload bucket, yield the object's image, if there is one. With an
        `external_id`, yield the images that have it in their metadata. `status`, `key` and `external_id`
        exclude each other.
        """
        filters = {"status": status, "key": key, "external_id": external_id}
        images = listing.images(self._api, filters, limit, self.wait)
        if external_id is None:
            return images
        # An older service does not know the filter.
        return (image for image in images if image.metadata.external_id == external_id)

    def wait(self, image_id: str, timeout: float = WAIT_SECONDS) -> Image:
        """Poll until the image is `ready`, for at most `timeout` seconds, and return it.

        Raises ImageFailed, WaitTimeout, NotFoundError.
        """
        return wait_until_ready(self._api, image_path(image_id), timeout, self._clock, self._image)

    def reprocess(
        self,
        image_id: str,
        *,
        variants: Sequence[str] | None = None,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
        focus: Point | Unchanged | None = UNCHANGED,
        crop: Box | Unchanged | None = UNCHANGED,
        rotate: int | None = None,
    ) -> Image:
        """Render the image again, and return it while it is `processing`; its method `wait` waits for it.

        `variants` names all presets to render; `add` and `remove` change those that the image has. `focus`,
        `crop` and `rotate` are as for `upload`; None removes the focal point or the box. What you leave out
        stays as it is. Raises NotFoundError, ValueError for `variants` with `add` or `remove`.
        """
        body = bodies.preset_choice(variants, add, remove) | bodies.edits(focus, crop, rotate)
        return self._image(self._api.post(f"{image_path(image_id)}/reprocess", body))

    def update(self, image_id: str, metadata: MetadataFields) -> Image:
        """Change the image's metadata and return it. What is missing stays the same; None removes a value.

        Objects in `custom` are merged in the same way. Raises NotFoundError.
        """
        return self._image(self._api.patch(image_path(image_id), {"metadata": metadata}))

    def download(
        self,
        image: Image,
        directory: str | os.PathLike[str],
        variants: Sequence[str] | None = None,
        *,
        overwrite: bool = False,
    ) -> Mapping[str, Path]:
        """Save the named variants, or all of them, to a directory; return file paths by variant name.

        Variants in several formats have names with an extension, such as `small.avif`; the name `small`
        stands for all of them. The directory is created if necessary. The URLs in an image may expire, so
        `get` the image shortly before you download it.
        Raises MissingVariant, DownloadError and OSError; FileExistsError unless `overwrite` is set.
        """
        bodies.reject_single_string("variants", variants)
        chosen = downloads.choose(image, variants)
        return downloads.save_all(
            self._transport, image, chosen, Path(directory), overwrite=overwrite, sleep=self._clock.sleep
        )

    def delete(self, image_id: str) -> None:
        """Delete the image, its original file and its variants.

        Raises NotFoundError, including when an earlier attempt succeeded but its response was lost.
        """
        self._api.delete(image_path(image_id))

    def presets(self) -> Presets:
        """Return the presets that the service offers."""
        return documents.presets(self._api.get("/presets"))

    def _image(self, response: requests.Response) -> Image:
        return documents.image(response, self.wait)


def _ignore_progress(_sent: int, _total: int) -> None:
    pass
