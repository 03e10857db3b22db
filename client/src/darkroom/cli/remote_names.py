"""What a response says about the image in it: its name and its type."""

from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import requests

from darkroom.cli import image_types
from darkroom.cli.spooling import UnusableInput
from darkroom.filenames import uploadable_name

_WEB_PAGES = {"text/html", "application/xhtml+xml"}


def filename(response: requests.Response, url: str) -> str:
    """Return the name from Content-Disposition, or else from the URL's path or that of its redirect."""
    candidates = [_last_part(_disposition(response)), _name_in(url), _name_in(response.url)]
    known = (name for name in candidates[1:] if image_types.media_type(name))
    return uploadable_name(candidates[0] or next(known, "") or candidates[1] or candidates[2])


def content_type(response: requests.Response, url: str) -> str:
    """Return the declared type if it is an image's. Raises UnusableInput for a web page.

    Servers often send no type or a wrong one, so the service has to look at the bytes.
    """
    declared = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if declared in _WEB_PAGES:
        raise UnusableInput(f"{url} is a web page. Use the URL of the image itself.")
    return declared if declared.startswith("image/") else image_types.UNKNOWN


def _disposition(response: requests.Response) -> str:
    """Return the `filename*` or `filename` parameter, RFC 6266; an empty string if there is none."""
    header = Message()
    # HTTP headers are decoded as ISO 8859-1, but many servers send UTF-8.
    written = response.headers.get("Content-Disposition", "").encode("latin-1", "replace")
    header["Content-Disposition"] = written.decode("utf-8", "replace")
    return header.get_filename("")


def _name_in(url: str) -> str:
    return unquote(PurePosixPath(urlsplit(url).path).name)


def _last_part(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name
