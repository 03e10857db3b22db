"""Create images whose files somebody else uploads."""

from collections.abc import Sequence

from darkroom import bodies
from darkroom.bodies import Box, MetadataFields, Point
from darkroom.errors import InvalidResponse
from darkroom.rendition_urls import RenditionUrls
from darkroom.upload_models import Upload
from darkroom.uploader import Uploader


class UploadCreation(RenditionUrls):
    """Adds uploads without a file."""

    def __init__(self, uploader: Uploader, signing_key: str | None) -> None:
        super().__init__(uploader.api, signing_key)
        self._uploader = uploader

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
    ) -> Upload:
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
        image = self._uploader.create(options)
        if image.status_url is None:
            raise InvalidResponse("The service is too old for `create_upload`. Upgrade it.")
        return Upload(
            id=image.id,
            status_url=image.status_url,
            form=image.upload,
            multipart=image.multipart,
            document=image.document,
        )
