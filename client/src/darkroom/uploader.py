"""Create an image and upload its file, with a form or in parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from darkroom import bodies, documents, part_uploads, uploads
from darkroom.api import Api, image_path, parsed
from darkroom.errors import InvalidRequestError, InvalidResponse, UploadFormExpired
from darkroom.flows import Flow
from darkroom.image import NewImage
from darkroom.messages import Response, retry_after
from darkroom.retry import with_retries
from darkroom.upload_models import MultipartUpload, ResumedUpload, UploadForm
from darkroom.upload_source import UploadSource
from darkroom.uploads import Progress

_ENDED = "no_multipart_upload"

OnCreated = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Uploader:
    """Creates images and uploads their files."""

    api: Api

    def upload(
        self,
        source: UploadSource,
        options: Mapping[str, object],
        progress: Progress,
        on_created: OnCreated,
    ) -> Flow[NewImage]:
        """Upload the file and return the image; if the upload form expires, try once with a new form.

        `options` are fields of the request for the form; those that are None are left out. `on_created` is
        called with the id before the file is sent.
        """
        large = source.size > part_uploads.THRESHOLD_BYTES
        options = {
            "filename": source.filename,
            "size": source.size,
            "multipart": large or None,
            **options,
        }
        image = yield from self.create(options)
        on_created(image.id)
        if image.multipart is not None:
            seconds = yield from self._send_parts(image.id, image.multipart, source, progress)
            return replace(image, retry_after=seconds)
        try:
            yield from _send(_form(image), source, progress)
        except UploadFormExpired:
            yield from self.api.delete(image_path(image.id))
            image = yield from self.create(options)
            on_created(image.id)
            yield from _send(_form(image), source, progress)
        return image

    def create(self, options: Mapping[str, object]) -> Flow[NewImage]:
        """Create an image. Options that are None are left out."""
        known = {name: value for name, value in options.items() if value is not None}
        response = yield from self.api.post("/images", known, creates=True)
        seconds = retry_after(response.headers)
        return replace(parsed(response, NewImage), document=documents.whole(response), retry_after=seconds)

    def resume(self, image_id: str, source: UploadSource, progress: Progress) -> Flow[float | None]:
        """Send the parts that are missing, unless the whole file has arrived, and complete the upload.

        Return the seconds that the image probably takes, None if the service does not say it.
        """
        try:
            upload = yield from self.parts(image_id)
        except InvalidRequestError as error:
            if error.code != _ENDED:
                raise
            response = yield from self.complete(image_id)
            return retry_after(response.headers)
        return (yield from self._send_parts(image_id, upload, source, progress))

    def parts(self, image_id: str, key: str | None = None) -> Flow[ResumedUpload]:
        """Return the parts of an upload, with new URLs for those that are missing."""
        response = yield from self.api.post(f"{image_path(image_id)}/parts", bodies.upload_key(key))
        return parsed(response, ResumedUpload)

    def complete(self, image_id: str, key: str | None = None) -> Flow[Response]:
        """Complete an upload whose parts are all stored."""
        return self.api.post(f"{image_path(image_id)}/complete", bodies.upload_key(key))

    def _send_parts(
        self, image_id: str, upload: MultipartUpload, source: UploadSource, progress: Progress
    ) -> Flow[float | None]:
        yield from part_uploads.send_missing(upload, source, progress, partial(self.parts, image_id))
        response = yield from self.complete(image_id)
        return retry_after(response.headers)


def _form(image: NewImage) -> UploadForm:
    if image.upload is None:
        raise InvalidResponse(f"The service returned no upload form for image {image.id}.")
    return image.upload


def _send(form: UploadForm, source: UploadSource, progress: Progress) -> Flow[None]:
    """Send the file. Retries are safe because a form allows only one object key."""
    return with_retries(partial(uploads.send, form, source, progress))
