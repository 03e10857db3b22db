"""Secrets in log lines are masked."""

import json

import pytest

from chalicelib.access.tokens import TokenText
from chalicelib.domain import status_keys
from chalicelib.telemetry.redaction import MASK, redact
from tests.fakes.issuer import FakeIssuer

SECRET = "c2VjcmV0IG9m/Hlz+HRlc3Rz="  # noqa: S105 - only used in this test


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
        "{'secret': 'SECRET'}",
        "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=SECRET",
    ],
)
def test_secrets_are_masked(text: str) -> None:
    assert "SECRET" not in redact(text)
    assert MASK in redact(text)


STATUS_KEY = status_keys.sign(b"secret", "x" * 28, 1_767_225_600)
OWN_TOKEN = TokenText.new(lambda count: "ab" * count)
OWN = {
    "an API token": (str(OWN_TOKEN), OWN_TOKEN.secret),
    "a part of an API token": (str(OWN_TOKEN)[:-20], OWN_TOKEN.secret[:-20]),
    "a webhook's secret": (f"whsec_{SECRET}", SECRET),
    "a webhook's signature": (f"v1,{SECRET}", SECRET),
    "an asymmetric webhook signature": (f"v1a,{SECRET}", SECRET),
    "a status key": (STATUS_KEY, STATUS_KEY[-32:]),
    "a percent-encoded status key": (STATUS_KEY.replace("-", "%2D"), STATUS_KEY[-32:]),
    "a JSON Web Token": (jwt := FakeIssuer().sign(), jwt.split(".")[1]),
    "a JSON Web Token's signature": (jwt, jwt.split(".")[2]),
    "an unsigned JSON Web Token": (jwt.rpartition(".")[0], jwt.split(".")[1]),
}


@pytest.mark.parametrize("case", OWN)
@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "refused {}.",
        "{}, {}",
        '"{}"',
        "token={}&x=1",
        "https://api.example.com/#token={}",
        "webhook-signature: {}",
        '{{"Authorization": "{}"}}',
        "KeyError: '{}'",
        "darkroom_{} {}",
        "Bearer {}",
        "failed:\n{}\n",
    ],
)
def test_our_own_secrets_are_masked_wherever_they_are(case: str, line: str) -> None:
    text, secret = OWN[case]
    masked = redact(line.format(text, text))
    assert secret not in masked
    assert MASK in masked
    in_json = redact(json.dumps({"message": json.dumps([line.format(text, text)])}))
    assert secret not in in_json
    assert json.loads(in_json)


def test_the_id_of_an_api_token_is_kept() -> None:
    assert redact(f"revoked {OWN_TOKEN}") == f"revoked darkroom_{OWN_TOKEN.id}_{MASK}"


def test_the_expiry_of_a_status_key_is_kept() -> None:
    line = f"GET /status/{'x' * 28}?key={STATUS_KEY} HTTP/1.1"
    assert redact(line) == f"GET /status/{'x' * 28}?key=1767225600-{MASK} HTTP/1.1"


def test_text_around_a_secret_is_kept() -> None:
    line = json.dumps({"message": "GET /k?X-Amz-Signature=SECRET&x=1 failed", "image_id": "cat"})
    assert json.loads(redact(line)) == {
        "message": f"GET /k?X-Amz-Signature={MASK}&x=1 failed",
        "image_id": "cat",
    }


def test_a_line_without_secrets_is_unchanged() -> None:
    line = json.dumps(
        {
            "message": "ready",
            "image_id": "abc-_",
            "key": "images/signature policy.jpg",
            "reason": "no secret, v1, whsec, eyJ.jpg",
            "bucket": "darkroom_0123456789abcdef",
            "event_id": "msg_keyJumper.b.c",
            "time": "1767225600-0123456789abcdef",
            "id": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        }
    )
    assert redact(line) == line
