"""Record which permissions each function uses, with botocore's event hooks."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3
from botocore.model import OperationModel

from tests.deploy import permissions
from tests.deploy.permissions import Permission

_SIGNED_URL = re.compile(r"https?://[^\s\"'\\]+\?[^\s\"'\\]*X-Amz-Signature=")


class PermissionRecorder:
    """Records the permissions for all requests that a function makes or signs."""

    def __init__(self) -> None:
        self.permissions: defaultdict[str, set[Permission]] = defaultdict(set)
        self._function: str | None = None

    @contextmanager
    def running(self, function: str) -> Iterator[None]:
        """Attribute all requests inside the block to this function."""
        self._function = function
        try:
            yield
        finally:
            self._function = None

    def record_signed_urls(self, function: str, response: str) -> None:
        """Record what the bearers of the signed URLs in a response do with the function's permissions."""
        for url in _SIGNED_URL.findall(response):
            _, bucket, key = urlsplit(url).path.split("/", 2)
            self.permissions[function].add(permissions.for_signed_url(bucket, unquote(key)))

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record the requests of all clients that boto3 creates inside the block."""
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        hooks: dict[str, Callable[..., None]] = {
            # also called for URLs that are only signed
            "provide-client-params": self._on_request,
            "after-call.s3": self._on_response,
            "before-sign.s3.PutObject": self._on_signature,
        }
        for name, hook in hooks.items():
            boto3.DEFAULT_SESSION.events.register(name, hook)
        yield
        boto3.setup_default_session()

    def _record(self, *used: Permission) -> None:
        if self._function is not None:
            self.permissions[self._function].update(used)

    def _on_request(
        self, params: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: object
    ) -> None:
        context["request_params"] = params
        if model.name == "CreateBucket":
            return  # botocore uses this operation to sign a form: see _on_signature
        self._record(*permissions.for_request(str(model.service_model.service_name), model.name, params))

    def _on_response(
        self, http_response: Any, model: OperationModel, context: dict[str, Any], **_: object
    ) -> None:
        request = context.get("request_params", {})
        # The adapter of the processed bucket takes both responses for a missing variant on demand.
        may_be_403 = request.get("Key", "").startswith("d/")
        if model.name in {"GetObject", "HeadObject"} and http_response.status_code == 404 and not may_be_403:
            self._record(permissions.for_missing_object(request["Bucket"]))

    def _on_signature(self, request: Any, **_: object) -> None:
        fields = request.context.get("s3-presign-post-fields")
        if fields is not None:
            conditions = request.context["s3-presign-post-policy"]["conditions"]
            (bucket,) = (each["bucket"] for each in conditions if "bucket" in each)
            self._record(permissions.for_upload_form(bucket, fields["key"]))
