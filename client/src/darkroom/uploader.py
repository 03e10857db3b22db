"""Create an image and upload its file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from darkroom import documents, uploads
from darkroom.api import Api, image_path, parsed
from darkroom.errors import InvalidResponse, UploadFormExpired
from darkroom.flows import Flow
from darkroom.image import NewImage
from darkroom.retry import with_retries
from darkroom.upload_source import UploadSource


@dataclass(frozen=True, slots=True)
class Uploader:
    """Creates images and uploads their files."""

    api: Api

    def upload(
        self, source: UploadSource, options: Mapping[str, object], progress: uploads.Progress
    ) -> Flow[NewImage]:
        """Upload the file; if the upload form expires, try once more with a new form.

        `options` are fields of the request for the form; those that are None are left out.
        """
        options = {"filename": source.filename, "size": source.size, **options}
        image = yield from self.create(options)
        try:
            yield from _send(image, source, progress)
        except UploadFormExpired:
            yield from self.api.delete(image_path(image.id))
            image = yield from self.create(options)
            yield from _send(image, source, progress)
        return image

    def create(self, options: Mapping[str, object]) -> Flow[NewImage]:
        """Create an image. Options that are None are left out."""
        known = {name: value for name, value in options.items() if value is not None}
        response = yield from self.api.post("/images", known)
        return replace(parsed(response, NewImage), document=documents.whole(response))


def _send(image: NewImage, source: UploadSource, progress: uploads.Progress) -> Flow[None]:
    """Send the file. Retries are safe because a form allows only one object key."""
    if image.upload is None:
        raise InvalidResponse(f"The service returned no upload form for image {image.id}.")
    return with_retries(partial(uploads.send, image.upload, source, progress))
