"""Secrets in log lines are masked."""

import json

import pytest

from chalicelib.telemetry.redaction import MASK, redact


@pytest.mark.parametrize(
    "text",
    [
        "GET https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=SECRET&x=1",
        "https://b.s3.amazonaws.com/k?X-Amz-Security-Token=SECRET",
        "https://b.s3.amazonaws.com/k?x-amz-credential=SECRET",
        "https://hooks.example.com/in?token=SECRET",
        "Authorization: Bearer SECRET",
        "{'policy': 'SECRET', 'x-amz-signature': 'SECRET'}",
        json.dumps({"message": json.dumps({"policy": "SECRET"})}),
        json.dumps({"message": "failed with 'x-amz-signature': 'SECRET'"}),
    ],
)
def test_secrets_are_masked(text: str) -> None:
    assert "SECRET" not in redact(text)
    assert MASK in redact(text)


def test_text_around_a_secret_is_kept() -> None:
    line = json.dumps({"message": "GET /k?X-Amz-Signature=SECRET&x=1 failed", "image_id": "cat"})
    assert json.loads(redact(line)) == {
        "message": f"GET /k?X-Amz-Signature={MASK}&x=1 failed",
        "image_id": "cat",
    }


def test_a_line_without_secrets_is_unchanged() -> None:
    line = json.dumps({"message": "ready", "image_id": "abc-_", "key": "images/signature policy.jpg"})
    assert redact(line) == line
