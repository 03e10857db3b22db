"""Variants on demand in the local stack: infra/cdn.yaml, infra/edge.js, S3, the API and its function."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from darkroom import Client, Image

from local.cdn.function import node
from tests.e2e.conftest import RunningStack

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(node() is None, reason="Node is not installed, so infra/edge.js cannot run"),
]

AVIF = {"Accept": "image/avif,image/webp,*/*"}
SIMULTANEOUS = 50
TIMEOUT = 60


@pytest.fixture(scope="module")
def client(stack: RunningStack) -> Iterator[Client]:
    with Client(stack.url, stack.token, signing_key=stack.signing_key) as client:
        yield client


@pytest.fixture(scope="module")
def image(client: Client, stack: RunningStack) -> Image:
    return client.upload(stack.state / "sample.jpg")


def address(image: Image, operations: str) -> str:
    """Return an address without a signature."""
    assert image.on_demand is not None
    return image.on_demand.url.replace("{operations}", operations)


def get(url: str) -> requests.Response:
    return requests.get(url, headers=AVIF, timeout=TIMEOUT)


def first(url: str) -> requests.Response:
    """Send a request without following redirects."""
    return requests.get(url, headers=AVIF, timeout=TIMEOUT, allow_redirects=False)


def patient(url: str) -> requests.Response:
    """Send a request without following redirects, and again as long as the file is being rendered."""
    while (answer := first(url)).status_code == 503:
        assert answer.json()["code"] == "rendering_in_progress"
        time.sleep(int(answer.headers["Retry-After"]))
    return answer


def versions(stack: RunningStack, image: Image, name: str) -> list[str]:
    """Return the ids of all versions of a file."""
    found = stack.aws.s3.list_object_versions(
        Bucket=stack.environment["DEST_BUCKET"], Prefix=f"d/{image.id}/"
    )
    return [each["VersionId"] for each in found.get("Versions", ()) if each["Key"].endswith(f"/{name}")]


def renderings(stack: RunningStack, image: Image) -> int:
    """Return how many renderings of the image have been counted."""
    found = stack.aws.dynamodb.scan(
        TableName=stack.environment["IMAGES_TABLE"],
        FilterExpression="begins_with(id, :prefix)",
        ExpressionAttributeValues={":prefix": {"S": f"renditions#{image.id}#"}},
    )
    return sum(int(item["renderings"]["N"]) for item in found["Items"])


def logged(stack: RunningStack, image: Image) -> int:
    """Return how many lines of the API's and the functions' logs name the image."""
    lines = (stack.state / "log").read_text("utf-8").splitlines()
    return sum(image.id in line for line in lines)


def test_simultaneous_first_requests_and_a_thousand_later_ones(stack: RunningStack, image: Image) -> None:
    url = address(image, "w_640")
    before = renderings(stack, image)
    with ThreadPoolExecutor(SIMULTANEOUS) as pool:
        answers = list(pool.map(get, [url] * SIMULTANEOUS))
    assert {answer.status_code for answer in answers} == {200}
    assert {len(answer.history) for answer in answers} <= {0, 1, 2}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].headers["Content-Type"] == "image/avif"
    assert len(versions(stack, image, "w_640.avif")) == 1
    assert 1 <= renderings(stack, image) - before <= 3

    lines, counted = logged(stack, image), renderings(stack, image)
    with ThreadPoolExecutor(SIMULTANEOUS) as pool:
        later = list(pool.map(first, [url] * 1_000))
    assert {answer.status_code for answer in later} == {200}
    assert (logged(stack, image), renderings(stack, image)) == (lines, counted)


def test_simultaneous_first_requests_of_many_edge_locations(stack: RunningStack, image: Image) -> None:
    """Each location asks the API at the same time, for a file that S3 does not have."""
    file = f"{stack.url}/d/{image.id}/{image.version}/w_480.jpg"
    before = renderings(stack, image)
    with ThreadPoolExecutor(SIMULTANEOUS) as pool:
        answers = list(pool.map(patient, [file] * SIMULTANEOUS))
    assert {answer.status_code for answer in answers} == {302}
    back = f"{address(image, 'w_480,f_jpeg')}?n=1"
    assert {answer.headers["Location"] for answer in answers} == {back}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert len(versions(stack, image, "w_480.jpg")) == 1
    assert 1 <= renderings(stack, image) - before <= 3
    assert get(back).status_code == 200


def test_widths_are_rounded_up_to_one_file(stack: RunningStack, image: Image) -> None:
    contents = {get(address(image, f"w_{width}")).content for width in (161, 200, 320)}
    assert len(contents) == 1
    assert len(versions(stack, image, "w_320.avif")) == 1


def test_a_signature_allows_another_size(client: Client, image: Image) -> None:
    url = client.url(image, width=333, height=111)
    answer = get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/avif")
    unsigned = first(url.partition("?")[0])
    assert (unsigned.status_code, unsigned.json()["code"]) == (403, "operations_not_allowed")
    forged = first(f"{url[:-1]}{'0' if url[-1] != '0' else '1'}")
    assert (forged.status_code, forged.json()["code"]) == (403, "invalid_signature")


def test_what_is_not_allowed_never_reaches_the_api(stack: RunningStack, image: Image) -> None:
    lines, counted = logged(stack, image), renderings(stack, image)
    for operations, refusal in {
        "w_1921": (403, "operations_not_allowed"),
        "w_640,h_111": (403, "operations_not_allowed"),
        "w_640,f_avif?s=" + "0" * 40: (403, "invalid_signature"),
        "f_avif,w_640": (400, "invalid_operations"),
        "w_640,w_640": (400, "invalid_operations"),
        "w_640%20": (400, "invalid_operations"),
        "w_640" + ",q_80" * 1_000: (400, "invalid_operations"),
    }.items():
        refused = first(address(image, operations))
        assert (refused.status_code, refused.json()["code"]) == refusal
        assert refused.headers["Cache-Control"] == "no-store"
    assert (logged(stack, image), renderings(stack, image)) == (lines, counted)


def test_without_a_version_an_address_leads_to_the_current_one(image: Image) -> None:
    url = address(image, "w_640")
    answer = first(url.replace(f"/{image.version}/", "/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, url)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    earlier = first(url.replace(f"/{image.version}/", f"/{'0' * 12}/"))
    assert (earlier.status_code, earlier.headers["Location"]) == (302, f"{url},f_avif")


def test_a_deleted_image_is_gone_from_the_cdn(stack: RunningStack, client: Client) -> None:
    image = client.upload(stack.state / "sample.jpg")
    url = address(image, "w_160")
    file = f"{stack.environment['PUBLIC_BASE_URL']}/d/{image.id}/{image.version}/w_160.avif"
    assert (get(url).status_code, first(url).status_code, first(file).status_code) == (200, 200, 200)
    client.delete(image.id)
    deadline = time.monotonic() + TIMEOUT
    while (answer := first(url)).status_code == 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert (answer.status_code, answer.json()["code"]) == (410, "image_deleted")
    # The file has the same cache key, and CloudFront lets nobody set for how long it keeps a 410.
    assert first(file).status_code in {403, 410}
    assert versions(stack, image, "w_160.avif") == []
