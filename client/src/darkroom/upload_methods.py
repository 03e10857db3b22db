"""The methods of both clients that create images."""

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import BinaryIO

from darkroom import bodies, documents
from darkroom.api import Api, image_path
from darkroom.bodies import Box, MetadataFields, Point
from darkroom.errors import InvalidResponse
from darkroom.flows import Flow, run
from darkroom.image import WAIT_SECONDS, Image
from darkroom.polling import ImageReader, wait_until_ready
from darkroom.upload_models import ResumedUpload, Upload
from darkroom.upload_source import open_source
from darkroom.uploader import OnCreated, Uploader
from darkroom.uploads import Progress


class UploadMethods:
    """Uploads images and waits for them.

    `monotonic` returns the seconds since a fixed point in time. The method `wait` of the images calls `wait`.
    """

    def __init__(self, api: Api, monotonic: Callable[[], float], wait: documents.Wait | None) -> None:
        self._api = api
        self._uploader = Uploader(api)
        self._monotonic = monotonic
        self._wait = wait

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
        progress: Progress | None = None,
        on_created: OnCreated | None = None,
    ) -> Flow[Image]:
        """Upload an image and return it once it is `ready`, or right after the upload if `wait` is false.

        `file` is a path or an open, seekable binary file; it is streamed. Without `content_type`, the
        service derives the type from the file name. `variants` lists preset names; None means the service's
        default presets. `rotate` turns the upright image by 90, 180 or 270 degrees clockwise. `crop` is the
        box to keep of the result, as (x, y, width, height) in fractions of its width and height. `focus` is
        the point (x, y) of what remains that variants keep: (0, 0) is the top left, (1, 1) the bottom right.
        `timeout` is the number of seconds to wait.
        `progress(sent, total)` is called with byte counts; a retry starts again from the beginning. A file of
        more than 50 MB is sent in parts, several at a time, and `progress` may be called in other threads.
        `on_created` is called with the image's id before the file is sent. With it, `resume_upload` continues
        if the upload of such a file is interrupted.
        Raises UploadError, UnusableFile and OSError; with `wait`, also the errors of `wait`.
        """
        options = {
            "content_type": content_type,
            **bodies.preset_choice(variants, (), ()),
            **bodies.edits(focus, crop, rotate),
            "metadata": metadata,
        }
        with ExitStack() as files:
            source = yield from run(lambda: files.enter_context(open_source(file, filename)))
            new = yield from self._uploader.upload(
                source, options, progress or _ignore_progress, on_created or _ignore_id
            )
        if not wait:
            return (yield from self.get(new.id))
        reader = ImageReader(self._api, new.id, new.status_url)
        return (yield from self._until_ready(reader, timeout, new.retry_after))

    def resume_upload(
        self,
        image_id: str,
        file: str | os.PathLike[str] | BinaryIO,
        *,
        filename: str | None = None,
        wait: bool = True,
        timeout: float = WAIT_SECONDS,
        progress: Progress | None = None,
    ) -> Flow[Image]:
        """Send the parts of a large file that an interrupted `upload` has not sent, and return the image.

        `file` must be the same file. Raises InvalidRequestError with the code `no_multipart_upload` if the
        upload has ended: after an hour, or because the file was not sent in parts. Then upload it again.
        Otherwise, arguments and errors are those of `upload`.
        """
        with ExitStack() as files:
            source = yield from run(lambda: files.enter_context(open_source(file, filename)))
            seconds = yield from self._uploader.resume(image_id, source, progress or _ignore_progress)
        if not wait:
            return (yield from self.get(image_id))
        return (yield from self._until_ready(ImageReader(self._api, image_id), timeout, seconds))

    def create_upload(  # noqa: PLR0913 - all are keyword-only
        self,
        *,
        filename: str,
        size: int,
        content_type: str | None = None,
        variants: Sequence[str] | None = None,
        metadata: MetadataFields | None = None,
        focus: Point | None = None,
        crop: Box | None = None,
        rotate: int | None = None,
        multipart: bool = False,
    ) -> Flow[Upload]:
        """Create an image, and return the form with which a browser uploads its file of `size` bytes.

        Send `upload.for_browser()` to the browser, which then needs no token. The form accepts a file of
        exactly this size. The other arguments are as for `upload`. With `multipart`, the service may ask for
        a large file in parts. Raises ValueError and TypeError for invalid arguments.
        """
        options = {
            "filename": filename,
            "size": size,
            "content_type": content_type,
            **bodies.preset_choice(variants, (), ()),
            **bodies.edits(focus, crop, rotate),
            "metadata": metadata,
            "multipart": multipart or None,
        }
        image = yield from self._uploader.create(options)
        if image.status_url is None:
            raise InvalidResponse("The service is too old for `create_upload`. Upgrade it.")
        return Upload(
            id=image.id,
            status_url=image.status_url,
            form=image.upload,
            multipart=image.multipart,
            document=image.document,
            retry_after=image.retry_after,
        )

    def parts(self, image_id: str, key: str | None = None) -> Flow[ResumedUpload]:
        """Return the parts of an upload that was created with `multipart`, with new URLs for missing ones.

        A browser proves with `key`, the parameter of its `status_url`, that it has started the upload.
        Raises NotFoundError; UnauthorizedError if the key is not valid; InvalidRequestError with the code
        `no_multipart_upload` if the upload has ended.
        """
        return self._uploader.parts(image_id, key)

    def complete_upload(self, image_id: str, key: str | None = None) -> Flow[Image]:
        """Complete an upload whose parts are all stored, and return the image.

        `key` is as for `parts`. The image's `document` has a new `status_url`. Raises the errors of `parts`,
        and InvalidRequestError with the code `parts_missing`.
        """
        return documents.image((yield from self._uploader.complete(image_id, key)), self._wait)

    def get(self, image_id: str) -> Flow[Image]:
        """Return the image in its current state. Raises NotFoundError."""
        response = yield from self._api.get(image_path(image_id))
        return documents.image(response, self._wait)

    def wait(
        self, image_id: str, timeout: float = WAIT_SECONDS, *, retry_after: float | None = None
    ) -> Flow[Image]:
        """Poll until the image is `ready`, for at most `timeout` seconds, and return it.

        `retry_after` is the number of seconds until the first request, such as the one that `create_upload`
        and `get` return. Raises ImageFailed, WaitTimeout, NotFoundError.
        """
        return self._until_ready(ImageReader(self._api, image_id), timeout, retry_after)

    def _until_ready(
        self, reader: ImageReader, timeout: float, first_pause: float | None = None
    ) -> Flow[Image]:
        return wait_until_ready(
            reader,
            timeout,
            self._monotonic,
            lambda response: documents.image(response, self._wait),
            first_pause=first_pause or 0,
        )


def _ignore_id(_: str) -> None:
    pass


def _ignore_progress(_sent: int, _total: int) -> None:
    pass
