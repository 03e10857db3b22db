"""What the stores of a stage contain about one image."""

from typing import Any

from tests.ministack.stage import Stage


def record(stage: Stage, image_id: str) -> dict[str, Any]:
    """Return the image's item in the table, as DynamoDB stores it."""
    found = stage.account.client("dynamodb").get_item(
        TableName=stage.variables()["IMAGES_TABLE"], Key={"id": {"S": image_id}}, ConsistentRead=True
    )
    return dict(found["Item"])


def object_versions(stage: Stage, image_id: str, key: str) -> list[tuple[str, str]]:
    """Return all versions and delete markers of the image's source and outputs, by key and version id."""
    variables, s3 = stage.variables(), stage.account.client("s3")
    found = []
    for bucket, prefix in ((variables["UPLOAD_BUCKET"], key), (variables["DEST_BUCKET"], f"v/{image_id}/")):
        listed = s3.list_object_versions(Bucket=bucket, Prefix=prefix)
        found += [*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())]
    return [(each["Key"], each["VersionId"]) for each in found]
