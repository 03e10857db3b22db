import boto3
from moto import mock_aws

from chalicelib.aws.face_detection import RekognitionDetector
from chalicelib.models import Face
from local.account import CREDENTIALS, REGION
from local.face_detection import emulate_face_detection


def test_every_image_has_the_same_face() -> None:
    emulate_face_detection()
    with mock_aws():
        client = boto3.client(
            "rekognition",
            region_name=REGION,
            aws_access_key_id=CREDENTIALS,
            aws_secret_access_key=CREDENTIALS,
        )
        faces = RekognitionDetector(client).faces(b"image")
    assert faces == [Face(left=0.65, top=0.1, width=0.2, height=0.2)]
