"""HEAD and OPTIONS change nothing, on any path."""

from typing import Any

import pytest

from tests.functional.conftest import App

PARTS = {
    "name": "300x300",
    "version": "any",
    "file": "a.jpg",
    "version_or_operations": "w_640",
    "operations": "w_640",
    "part_number": "1",
}


def contents(app: App) -> Any:
    """Return everything that is stored. Counters of reads are left out, since HEAD costs as much as GET."""
    clients = app.aws.clients
    tables = clients.dynamodb.list_tables()["TableNames"]
    buckets = [bucket["Name"] for bucket in clients.s3.list_buckets()["Buckets"]]
    queues = clients.sqs.list_queues()["QueueUrls"]
    return (
        {table: [item for item in scanned(app, table) if "reads" not in item] for table in tables},
        {bucket: clients.s3.list_object_versions(Bucket=bucket).get("Versions") for bucket in buckets},
        {
            queue: clients.sqs.get_queue_attributes(
                QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"]
            )["Attributes"]
            for queue in queues
        },
    )


def scanned(app: App, table: str) -> list[Any]:
    return app.aws.clients.dynamodb.scan(TableName=table)["Items"]


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_no_path_changes_anything(app: App, png: bytes, method: str) -> None:
    image_id = app.upload(png)
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    before = contents(app)
    patterns = list(app.chalice._app.routes)  # noqa: SLF001 - no public API
    assert "/images/{image_id}/reprocess" in patterns
    for pattern in patterns:
        path = pattern.format_map({**PARTS, "image_id": image_id, "upload_id": image_id})
        for target in (path, f"{path}/", f"{path}?filename=cat.png&type=image/png"):
            headers = {"Content-Type": "application/json", "Idempotency-Key": f"{method} {target}"}
            app.call(method, target, b'{"filename": "cat.png"}', headers)
    assert contents(app) == before


def test_a_path_whose_get_creates_something_has_no_head(app: App) -> None:
    assert app.call("HEAD", "/s3/params?filename=cat.png").status_code in {403, 404, 405}
    allowed = app.call("OPTIONS", "/s3/params").headers["Allow"]
    assert set(allowed.split(", ")) == {"GET", "OPTIONS"}
