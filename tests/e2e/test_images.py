"""Images in the local stack, from upload to deletion, over HTTP with the real client."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from darkroom import Client, Image, ImageFailed, NotFoundError
from PIL import Image as Pixels

from tests.e2e.conftest import RunningStack
from tests.image_ids import image_id

PREFIX = "images/"


@pytest.fixture
def client(stack: RunningStack) -> Iterator[Client]:
    with Client(stack.url, stack.token) as client:
        yield client


@pytest.fixture
def png(tmp_path: Path) -> Path:
    path = tmp_path / "gradient.png"
    Pixels.linear_gradient("L").resize((640, 480)).save(path)
    return path


def put(stack: RunningStack, key: str, content: bytes) -> str:
    """Put an object, as `aws s3 cp` does; return the id of its image."""
    stack.aws.s3.put_object(Bucket=stack.environment["UPLOAD_BUCKET"], Key=key, Body=content)
    return image_id(stack.aws.dynamodb, stack.environment["IMAGES_TABLE"], key)


def settled(client: Client, id_: str, seconds: float = 30) -> Image:
    """Wait for an image whose record is only created when its event arrives."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return client.wait(id_, timeout=seconds)
        except NotFoundError:
            assert time.monotonic() < deadline, f"{id_} never appeared"
            time.sleep(0.05)


def outputs(stack: RunningStack, id_: str) -> list[str]:
    listed = stack.aws.s3.list_objects_v2(Bucket=stack.environment["DEST_BUCKET"], Prefix=f"v/{id_}/")
    return [item["Key"] for item in listed.get("Contents", ())]


def dead_letters(stack: RunningStack) -> int:
    url = stack.aws.sqs.get_queue_url(QueueName=stack.environment["FAILURES_QUEUE"])["QueueUrl"]
    names = stack.aws.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return int(names["ApproximateNumberOfMessages"]) + int(names["ApproximateNumberOfMessagesNotVisible"])


def test_a_photo_s_variant_is_upright_small_and_without_metadata(
    stack: RunningStack, client: Client, tmp_path: Path
) -> None:
    photo = stack.state / "sample.jpg"
    image = client.upload(photo)
    assert (image.status, image.width, image.height) == ("ready", 3000, 4000)
    assert image.size == photo.stat().st_size
    files = client.download(image, tmp_path / "out")
    with Pixels.open(files["300x300"]) as variant:
        assert variant.size == (225, 300)
        assert dict(variant.getexif()) == {}
        top, bottom = (variant.getpixel((112, y)) for y in (5, 295))
    # Upright, the image has blue sky at the top and a dark shore at the bottom. On its side, both places
    # would be reddish and lighter.
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[2] > 2 * top[0]
    assert max(bottom) < 60


def test_an_image_gets_the_requested_variants(client: Client, png: Path) -> None:
    image = client.upload(png, variants=["square", "300x300"])
    sizes = {variant.name: (variant.width, variant.height) for variant in image.variants}
    assert sizes == {"300x300": (300, 225), "square": (300, 300)}


@pytest.mark.parametrize("name", ["späße +1 %.jpg", "a b+c%41.jpg", "😀/ä.jpg"])
def test_a_file_put_directly_into_the_bucket_is_processed(
    stack: RunningStack, client: Client, png: Path, name: str
) -> None:
    key = f"{PREFIX}{name}"
    image = settled(client, put(stack, key, png.read_bytes()))
    assert (image.status, image.filename) == ("ready", name.rpartition("/")[2])
    assert image.size == png.stat().st_size
    assert len(outputs(stack, image.id)) == 1
    assert image.id in {listed.id for listed in client.list()}


def test_a_file_outside_the_prefix_is_ignored(stack: RunningStack, client: Client, png: Path) -> None:
    ignored = put(stack, "other/x.jpg", png.read_bytes())
    # Events are processed in order: when this image is ready, the other event has been processed.
    settled(client, put(stack, f"{PREFIX}after-other.png", png.read_bytes()))
    assert outputs(stack, ignored) == []
    assert "x.jpg" not in {image.filename for image in client.list()}


def test_a_text_file_named_like_an_image_fails_without_a_dead_letter(
    stack: RunningStack, client: Client
) -> None:
    with pytest.raises(ImageFailed) as caught:
        settled(client, put(stack, f"{PREFIX}text.jpg", b"just some text"))
    error = caught.value.image.error
    assert error is not None
    assert error.code == "unsupported_format"
    assert dead_letters(stack) == 0


def test_deleting_an_image_deletes_source_variants_and_record(
    stack: RunningStack, client: Client, png: Path
) -> None:
    image = client.upload(png)
    assert outputs(stack, image.id)
    client.delete(image.id)
    assert outputs(stack, image.id) == []
    with pytest.raises(NotFoundError):
        client.get(image.id)


def test_deleting_a_source_from_the_bucket_deletes_its_variants(
    stack: RunningStack, client: Client, png: Path
) -> None:
    key = f"{PREFIX}removed.png"
    image = settled(client, put(stack, key, png.read_bytes()))
    assert outputs(stack, image.id)
    stack.aws.s3.delete_object(Bucket=stack.environment["UPLOAD_BUCKET"], Key=key)
    deadline = time.monotonic() + 30
    while outputs(stack, image.id):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    with pytest.raises(NotFoundError):
        client.get(image.id)


def test_an_image_whose_worker_is_killed_during_processing_still_becomes_ready(
    stack: RunningStack, client: Client, tmp_path: Path
) -> None:
    huge = tmp_path / "huge.png"
    Pixels.linear_gradient("L").resize((8000, 6000)).convert("RGB").save(huge, compress_level=1)
    image = client.upload(huge, wait=False)
    deadline = time.monotonic() + 30
    while client.get(image.id).status != "processing":
        assert time.monotonic() < deadline
        time.sleep(0.005)
    printed_before = log(stack)
    for worker in stack.processes("local.worker"):
        os.kill(worker.pid, signal.SIGKILL)
    assert client.wait(image.id, timeout=60).status == "ready"
    # The log mentions only workers that are killed while they process an image.
    assert "process_upload, attempt 1: Runtime exited" in log(stack).removeprefix(printed_before)
    assert dead_letters(stack) == 0


def log(stack: RunningStack) -> str:
    return (stack.state / "log").read_text("utf-8")
