"""Read the final state of the stack: image records from the API, and outputs from the processed bucket."""

from collections import defaultdict
from collections.abc import Mapping

from darkroom import Client, Image

from load.expected_outputs import Output
from load.stack import Stack


def images(stack: Stack) -> Mapping[str, Image]:
    """Return every image that the API lists, by ID."""
    with Client(stack.url, stack.token) as client:
        return {image.id: image for image in client.list()}


def outputs(stack: Stack) -> Mapping[str, frozenset[Output]]:
    """Return all stored outputs by the image ID in their key (`images/{id}/…`)."""
    found: dict[str, set[Output]] = defaultdict(set)
    pages = stack.aws.s3.get_paginator("list_objects_v2").paginate(Bucket=stack.environment["DEST_BUCKET"])
    for page in pages:
        for item in page.get("Contents", ()):
            found[item["Key"].split("/")[1]].add(Output(item["Size"], item["ETag"].strip('"')))
    return {image_id: frozenset(outputs) for image_id, outputs in found.items()}
