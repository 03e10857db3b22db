"""The local stack's face detection."""

import boto3

from chalicelib.aws.face_detection import RekognitionDetector
from chalicelib.models import Face
from local.account import CREDENTIALS, REGION
from local.rekognition import emulate_rekognition
from tests.conftest import Aws


def test_every_image_has_the_same_face(aws: Aws) -> None:
    emulate_rekognition()
    client = boto3.client(
        "rekognition",
        region_name=REGION,
        endpoint_url=aws.environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=CREDENTIALS,
        aws_secret_access_key=CREDENTIALS,
    )
    assert RekognitionDetector(client).faces(b"image") == [Face(left=0.65, top=0.1, width=0.2, height=0.2)]
