"""Notes which permissions each function makes use of, by the hooks of botocore."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.model import OperationModel

from tests.deploy import permissions
from tests.deploy.permissions import Permission


class PermissionRecorder:
    """What is requested, or signed, while a function runs counts as that function's need."""

    def __init__(self) -> None:
        self.needs: defaultdict[str, set[Permission]] = defaultdict(set)
        self._function: str | None = None

    @contextmanager
    def running(self, function: str) -> Iterator[None]:
        """Count what follows as this function's."""
        self._function = function
        try:
            yield
        finally:
            self._function = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to all clients that boto3 makes meanwhile."""
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        hooks: dict[str, Callable[..., None]] = {
            # also for a URL that is only signed
            "provide-client-params": self._on_request,
            "after-call.s3": self._on_answer,
            "before-sign.s3.PutObject": self._on_signature,
        }
        for name, hook in hooks.items():
            boto3.DEFAULT_SESSION.events.register(name, hook)
        yield
        boto3.setup_default_session()

    def _note(self, *noted: Permission) -> None:
        if self._function is not None:
            self.needs[self._function].update(noted)

    def _on_request(
        self, params: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: object
    ) -> None:
        context["asked"] = params
        if model.name == "CreateBucket":
            return  # botocore begins with this where it signs a form: see _on_signature
        self._note(*permissions.of_request(str(model.service_model.service_name), model.name, params))

    def _on_answer(
        self, http_response: Any, model: OperationModel, context: dict[str, Any], **_: object
    ) -> None:
        if model.name in {"GetObject", "HeadObject"} and http_response.status_code == 404:
            self._note(permissions.of_missing_object(context["asked"]["Bucket"]))

    def _on_signature(self, request: Any, **_: object) -> None:
        fields = request.context.get("s3-presign-post-fields")
        if fields is not None:
            conditions = request.context["s3-presign-post-policy"]["conditions"]
            (bucket,) = (each["bucket"] for each in conditions if "bucket" in each)
            self._note(permissions.of_upload_form(bucket, fields["key"]))
