"""Fetch an image from an `https://` URL, without the service's token or any other credentials."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests import exceptions

from darkroom.cli import image_types
from darkroom.cli.inputs import OpenInput
from darkroom.cli.remote_names import content_type, filename
from darkroom.cli.spooling import MAX_BYTES, UnusableInput, spool
from darkroom.messages import CHUNK_BYTES

MAX_REDIRECTS = 5
IDLE_SECONDS = 30.0
TOTAL_SECONDS = 600.0
# Compression would only hide the size of an image.
_HEADERS = {"Accept": "image/*, */*;q=0.1", "Accept-Encoding": "identity"}


def is_url(argument: str) -> bool:
    """Return whether an argument is a URL rather than a path."""
    return argument.lower().startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one download, in bytes and seconds."""

    max_bytes: int = MAX_BYTES
    idle_seconds: float = IDLE_SECONDS
    total_seconds: float = TOTAL_SECONDS


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """An image at a URL. `check` is called after each chunk and may raise, to cancel the download."""

    url: str
    check: Callable[[], None]
    limits: Limits = Limits()
    path: None = None
    subfolder: Path = Path()

    def __str__(self) -> str:
        """Return the URL."""
        return self.url

    @contextmanager
    def open(self) -> Iterator[OpenInput]:
        """Fetch the image to a temporary file. Raises UnusableInput, OSError."""
        started = time.monotonic()
        with _converted_errors(self.url), requests.Session() as session:
            response = _follow(session, self.url, self.limits.idle_seconds)
            with response:
                declared = content_type(response, self.url)
                name = filename(response, self.url)
                stream = spool(self._chunks(response, started), self.url, self.limits.max_bytes)
        with stream:
            yield OpenInput(stream, name, image_types.media_type(name) or declared)

    def _chunks(self, response: requests.Response, started: float) -> Iterator[bytes]:
        # Unlike `iter_content`, this returns what has arrived, so a slow server cannot evade the limit.
        while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):
            self.check()
            if time.monotonic() - started > self.limits.total_seconds:
                raise UnusableInput(f"{self.url} took longer than {self.limits.total_seconds:g} seconds.")
            yield chunk


def _follow(session: requests.Session, url: str, timeout: float) -> requests.Response:
    """Request the URL and follow redirects, each of which must lead to an `https://` URL."""
    target = url
    for _ in range(MAX_REDIRECTS + 1):
        _require_https(target, url)
        response = session.get(
            target,
            headers=_HEADERS,
            timeout=timeout,
            stream=True,
            allow_redirects=False,
            auth=_no_credentials,
        )
        if not response.is_redirect:
            return _require_success(response, url)
        response.close()
        target = urljoin(target, response.headers["Location"])
    raise UnusableInput(f"{url} redirects more than {MAX_REDIRECTS} times.")


def _require_https(target: str, url: str) -> None:
    parts = urlsplit(target)
    redirected = "" if target == url else "redirects to a URL that "
    if parts.scheme != "https":
        raise UnusableInput(f"{url} {redirected}is not encrypted. Use an https:// URL.")
    if parts.username is not None or parts.password is not None:
        raise UnusableInput(
            f"{url} {redirected}contains a user name or password. Download the file yourself."
        )


def _require_success(response: requests.Response, url: str) -> requests.Response:
    if response.status_code == requests.codes.ok:
        return response
    response.close()
    raise UnusableInput(f"{url} answered with HTTP status {response.status_code}.")


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave the request as it is. Without this, requests would add a password from `.netrc`."""
    return request


@contextmanager
def _converted_errors(url: str) -> Iterator[None]:
    try:
        yield
    except (exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise UnusableInput(f"{url} did not respond in time.") from error
    except exceptions.SSLError as error:
        raise UnusableInput(f"{url} has no valid certificate.") from error
    except (exceptions.InvalidURL, ValueError) as error:
        raise UnusableInput(f"{url} is not a valid URL.") from error
    except (exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
        raise UnusableInput(f"{url} could not be fetched: there is no connection, or it was lost.") from error
