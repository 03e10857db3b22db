"""A page of another origin can neither read nor change anything in the local stack."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from local.aws import Clients
from tests.browser.browser import FLAGS, choose, chromium_path, shared_playwright
from tests.browser.conftest import Service
from tests.browser.site import Site

Opened = Callable[..., Page]

# Sends a request, and returns what the page gets to see.
ATTEMPT = """async ([url, options]) => {
  try {
    const response = await fetch(url, options);
    return [response.type, response.status, await response.text()];
  } catch (error) {
    return [error.name];
  }
}"""
IMAGE = """url => new Promise((done) => {
  const image = new Image();
  image.onload = () => done(image.naturalWidth);
  image.onerror = () => done(0);
  image.src = url;
})"""
SUBMIT = """([url, fields]) => {
  const form = Object.assign(document.createElement("form"), {
    action: url, method: "post", enctype: "multipart/form-data" });
  for (const [name, value] of fields) {
    form.append(Object.assign(document.createElement("input"), { name, value }));
  }
  document.body.append(form);
  form.submit();
}"""
SIMPLE = "application/x-www-form-urlencoded"
BLOCKED = [["TypeError"], ["opaque", 0, ""]]


@pytest.fixture
def evil() -> Iterator[Site]:
    with Site() as site:
        site.pages = {"/": "<!doctype html><meta name=referrer content=no-referrer><title>Evil</title>"}
        yield site


def contents(service: Service) -> Any:
    """Return the names and contents of everything that a page could want to change."""
    aws: Clients = service.stack.aws
    tables = {
        table: aws.dynamodb.scan(TableName=table)["Items"]
        for table in aws.dynamodb.list_tables()["TableNames"]
    }
    buckets = [bucket["Name"] for bucket in aws.s3.list_buckets()["Buckets"]]
    versions = {bucket: aws.s3.list_object_versions(Bucket=bucket).get("Versions") for bucket in buckets}
    return tables, versions, aws.sqs.list_queues()["QueueUrls"]


def attempts(service: Service, image: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return requests that read or change something if they get through."""
    stack = service.stack
    aws, bucket = stack.environment["AWS_ENDPOINT_URL"], stack.environment["UPLOAD_BUCKET"]
    signed = "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/%s/aws4_request, SignedHeaders=host"
    item = {"TableName": stack.environment["TOKENS_TABLE"], "Item": {"id": {"S": "evil"}}}
    put = {
        "Authorization": signed % "dynamodb",
        "X-Amz-Target": "DynamoDB_20120810.PutItem",
        "Content-Type": "application/x-amz-json-1.0",
    }
    queue = "Action=CreateQueue&QueueName=evil"
    form = "\r\n".join(
        [
            *("--b", 'Content-Disposition: form-data; name="key"', "", "images/evil.jpg"),
            *("--b", 'Content-Disposition: form-data; name="file"; filename="a"', "", "evil", "--b--", ""),
        ]
    )
    multipart = {"Content-Type": "multipart/form-data; boundary=b"}
    return [
        (f"{aws}/", {}),
        (f"{aws}/{bucket}?list-type=2", {}),
        (f"{aws}/", {"method": "POST", "headers": put, "body": repr(item).replace("'", '"')}),
        (f"{aws}/?{queue}", {}),
        (f"{aws}/", {"method": "POST", "headers": {"Content-Type": SIMPLE}, "body": queue}),
        (f"{aws}/sqs_us-east-1/", {"method": "POST", "headers": {"Content-Type": SIMPLE}, "body": queue}),
        (f"{aws}/{bucket}", {"method": "POST", "headers": multipart, "body": form}),
        (f"{aws}/{bucket}/images/evil.jpg", {"method": "PUT", "body": "evil"}),
        (f"{aws}/{bucket}/images/evil.jpg", {"method": "POST", "body": "evil"}),
        (f"{aws}/moto-api/reset", {"method": "POST"}),
        (image["variants"][0]["url"], {}),
        (f"{service.url}/", {}),
        (f"{service.url}/images", {"headers": stack.headers}),
        (f"{service.url}/images", {"method": "POST", "headers": stack.headers, "body": "{}"}),
    ]


def test_a_foreign_page_reads_and_changes_nothing(
    open_page: Opened, service: Service, evil: Site, photos: list[Path]
) -> None:
    honest = open_page()
    choose(honest, photos[0])
    expect(honest.locator(".upload[data-state=ready]")).to_have_count(1)
    [image, *_] = service.images()
    before = contents(service)
    aws, bucket = service.stack.environment["AWS_ENDPOINT_URL"], service.stack.environment["UPLOAD_BUCKET"]
    page = open_page(evil.url)
    for url, options in attempts(service, image):
        for mode in ("cors", "no-cors"):
            seen = page.evaluate(ATTEMPT, [url, {**options, "mode": mode}])
            assert seen in BLOCKED, f"{mode} {options} {url}"
    original = f"{aws}/{bucket}/images/{image['id']}"
    assert page.evaluate(IMAGE, original) == 0
    fields = [("key", "images/evil.jpg"), ("file", "evil")]
    with page.expect_response(f"{aws}/{bucket}") as response:
        page.evaluate(SUBMIT, [f"{aws}/{bucket}", fields])
    assert response.value.status == 403
    assert contents(service) == before


def test_a_website_whose_name_is_pointed_to_this_machine_is_refused(service: Service) -> None:
    """DNS rebinding: for the browser, the page and the stack have the same origin."""
    path = chromium_path()
    resolved = "--host-resolver-rules=MAP evil.example 127.0.0.1"
    with shared_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, resolved])
        page = browser.new_page()
        for url in (service.url, service.stack.environment["AWS_ENDPOINT_URL"]):
            response = page.goto(url.replace("127.0.0.1", "evil.example"))
            assert response is not None
            assert (response.status, "evil.example" in response.text()) == (403, True)
            assert page.evaluate(ATTEMPT, ["/", {"method": "POST"}])[1] == 403
        browser.close()


def test_a_page_of_a_file_is_refused(open_page: Opened, service: Service, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><title>A file</title>", "utf-8")
    page = open_page(file.as_uri())
    seen = page.evaluate(ATTEMPT, [service.stack.environment["AWS_ENDPOINT_URL"], {"mode": "no-cors"}])
    assert seen in BLOCKED
