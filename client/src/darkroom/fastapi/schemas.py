"""What the OpenAPI document of the site says about the endpoints."""

from typing import Any

from pydantic import BaseModel, Field

from darkroom.upload_problems import CONTENT_TYPE


class UploadRequest(BaseModel):
    """A file that a browser wants to upload."""

    filename: str
    size: int = Field(description="in bytes", ge=1)
    content_type: str | None = None
    variants: list[str] | None = Field(
        default=None, description="presets to render, among those the site allows"
    )
    multipart: bool = Field(default=False, description="whether the browser can upload a large file in parts")


class UploadForm(BaseModel):
    """POST `fields`, then the file, as multipart/form-data to `url`."""

    method: str
    url: str
    fields: dict[str, str]
    headers: dict[str, str]
    expires_at: str


class UploadPart(BaseModel):
    """A part of a file: PUT `size` bytes to `url`, which is null if the part is stored."""

    number: int
    size: int
    url: str | None


class MultipartUpload(BaseModel):
    """The parts of a large file."""

    part_size: int
    parts: list[UploadPart]
    expires_at: str


class ResumedUpload(MultipartUpload):
    """The parts of an upload that was interrupted."""

    status_url: str = Field(description="replaces the one from before")


class KeyRequest(BaseModel):
    """Proves that the browser has started the upload."""

    key: str = Field(description="the parameter `key` of the status URL")


class ImageDocument(BaseModel, extra="allow"):
    """The image, as in the HTTP API of Darkroom."""

    id: str
    status: str
    status_url: str


class UploadDocument(BaseModel):
    """How to upload a file: with the form, or in parts."""

    id: str
    status_url: str = Field(description="the image's state, without a token")
    upload: UploadForm | None
    multipart: MultipartUpload | None
    value: str | None = Field(default=None, description="what a form submits instead of the id")


class Problem(BaseModel):
    """An error (RFC 9457). `code` is stable, `detail` is for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    field: str | None = None


_MEANINGS = {
    400: "The request is not valid.",
    403: "This visitor may not upload, or the key is not valid.",
    404: "There is no such upload.",
    409: "The upload has ended, or parts are missing.",
    413: "The file is too large.",
    415: "The file has a type that is not supported.",
    429: "There are too many uploads.",
    502: "The service is not available, or the site is not set up correctly.",
}


def _options(request: type[BaseModel], response: type[BaseModel]) -> dict[str, Any]:
    """Return the arguments for a route that reads its body by itself."""
    problem = {CONTENT_TYPE: {"schema": Problem.model_json_schema()}}
    body = {"application/json": {"schema": request.model_json_schema()}}
    return {
        "response_model": response,
        "responses": {
            status: {"description": text, "content": problem} for status, text in _MEANINGS.items()
        },
        "openapi_extra": {"requestBody": {"required": True, "content": body}},
    }


CREATE = _options(UploadRequest, UploadDocument)
PARTS = _options(KeyRequest, ResumedUpload)
COMPLETE = _options(KeyRequest, ImageDocument)
