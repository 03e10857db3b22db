"""Documents with signed URLs, from two environments of the API that sign with their own credentials."""

import json
from dataclasses import dataclass
from datetime import timedelta

import boto3
from botocore.config import Config
from botocore.credentials import Credentials
from chalice.app import Response

from chalicelib.api import responses
from chalicelib.api.links import Links
from chalicelib.aws.output_urls import PresignedUrls
from chalicelib.domain.signing_window import signing_time
from chalicelib.models import Image
from local.account import REGION
from tests.contract.records import a_ready_image, an_image
from tests.fakes.clock import FakeClock

LIFETIME = 900
IMAGE = a_ready_image(an_image())


@dataclass(frozen=True)
class Environment:
    """One execution environment of the API's function."""

    name: str
    clock: FakeClock

    def get(self, image: Image) -> Response:
        """Respond as the route does."""
        links = Links(url_of=self._urls(), kernel=True)
        return responses.image(image, links, now=self.clock(), url_expires=LIFETIME)

    def _urls(self) -> PresignedUrls:
        credentials = Credentials(f"AKIA{self.name}", "secret", f"token of {self.name}")
        client = boto3.client(
            "s3",
            REGION,
            aws_access_key_id=credentials.access_key,
            aws_secret_access_key=credentials.secret_key,
            config=Config(signature_version="s3v4"),
        )
        return PresignedUrls(
            client=client,
            bucket="processed",
            credentials=credentials.get_frozen_credentials,
            lifetime=LIFETIME,
            signing_clock=lambda: signing_time(self.clock(), LIFETIME),
        )


def test_one_environment_answers_the_same_bytes_within_the_window() -> None:
    clock = FakeClock()
    environment = Environment("one", clock)
    first = environment.get(IMAGE)
    clock.advance(timedelta(seconds=LIFETIME / 2 - 1))
    again = environment.get(IMAGE)
    assert (again.body, again.headers) == (first.body, first.headers)


def test_two_environments_answer_other_urls_with_the_same_etag() -> None:
    clock = FakeClock()
    one, other = (Environment(name, clock).get(IMAGE) for name in ("one", "other"))
    assert one.body != other.body
    assert one.headers["ETag"] == other.headers["ETag"]


def test_a_document_that_is_still_current_has_urls_with_half_of_their_lifetime_left() -> None:
    """A caller who gets 304 keeps the URLs of the first response."""
    clock = FakeClock()
    environment = Environment("one", clock)
    clock.advance(timedelta(seconds=LIFETIME / 2 - 1))
    etag = environment.get(IMAGE).headers["ETag"]
    clock.advance(timedelta(seconds=1))
    assert environment.get(IMAGE).headers["ETag"] != etag


def test_a_document_has_the_same_url_for_a_file_wherever_it_has_one() -> None:
    document = json.loads(Environment("one", FakeClock()).get(IMAGE).body)
    [variant] = document["variants"]
    [source] = document["sources"]
    assert source["src"] == variant["url"]
    assert source["srcset"] == document["srcset"] == f"{variant['url']} 300w"
