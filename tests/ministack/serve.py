"""Run MiniStack in its own environment, on a listening socket that it inherits.

Usage: python serve.py FILE_DESCRIPTOR
"""

import asyncio
import hashlib
import os
import sys
import tempfile
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import ministack.app as emulator
from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.core import iam_actions, lambda_runtime
from ministack.core.responses import error_response_json
from ministack.services import lambda_svc as functions
from ministack.services import waf
from ministack.services.cloudformation import provisioners

MAX_MEMORY = int(os.environ["MAX_MEMORY"])

_pin_request_origin = emulator.pin_request_origin
_extract_action = iam_actions.extract_iam_action
_extract_resource = iam_actions.extract_resource_arn
_update_config = functions._update_config  # noqa: SLF001 - MiniStack's CloudFormation calls it
_concurrency = functions._sqs_esm_concurrency  # noqa: SLF001 - MiniStack's poller calls it


def _pin_as_secure(source_ip: str, _secure_transport: object) -> None:
    """Let bucket policies see TLS. MiniStack serves plain HTTP here, which ours deny."""
    _pin_request_origin(source_ip, secure_transport=True)


def _limit_memory(name: str, configuration: dict[str, Any]) -> Any:
    """Refuse more memory than a new account of AWS may use; MiniStack accepts everything."""
    if configuration.get("MemorySize", 0) > MAX_MEMORY:
        reason = f"'MemorySize' value failed to satisfy constraint: less than or equal to {MAX_MEMORY}"
        return error_response_json("InvalidParameterValueException", reason, 400)
    return _update_config(name, configuration)


def _without_batches(*request: Any) -> str | None:
    """Check the permissions of a batch as SQS does, which has none for the actions on batches.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-batch-api.html
    """
    action: str | None = _extract_action(*request)
    return action.removesuffix("Batch") if action and action.startswith("sqs:") else action


def _with_key_value_stores(service: str, method: str, path: str, *request: Any, **options: Any) -> Any:
    """Return what a request is about. MiniStack knows no resource of those to key value stores.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfrontkeyvaluestore.html
    """
    if service == "cloudfront-keyvaluestore":
        return unquote(path).removeprefix("/key-value-stores/").partition("/keys")[0]
    return _extract_resource(service, method, path, *request, **options)


def _concurrency_as_number(mapping: dict[str, Any], *others: Any) -> int:
    """Return a mapping's maximum concurrency. MiniStack's CloudFormation leaves parameters as text."""
    scaling = {name: int(value) for name, value in (mapping.get("ScalingConfig") or {}).items()}
    return int(_concurrency({**mapping, "ScalingConfig": scaling}, *others))


def _associate_web_acl(
    _logical_id: str, properties: dict[str, str], _stack: str
) -> tuple[str, dict[str, str]]:
    """Create a resource that MiniStack's WAF has, but not its CloudFormation."""
    waf._associate_web_acl(properties)  # noqa: SLF001 - as WAF's API calls it
    return f"{properties['WebACLArn']}|{properties['ResourceArn']}", {}


def _disassociate_web_acl(_physical_id: str, properties: dict[str, str]) -> None:
    waf._disassociate_web_acl(properties)  # noqa: SLF001 - as WAF's API calls it


class _SharedCode(zipfile.ZipFile):
    """Unpacks a package once. MiniStack does so for each process of a function, which takes most of its time.

    In Lambda, no function can change its package, so all of them can have the same files.
    """

    _unpacking = threading.Lock()

    def extractall(self, path: Any = None, *_: Any) -> None:
        """Let this empty folder be a link to the unpacked package."""
        with Path(str(self.filename)).open("rb") as package:
            digest = hashlib.file_digest(package, "sha256").hexdigest()
        shared = Path(tempfile.gettempdir()) / f"package-{digest}"
        with self._unpacking:
            if not shared.exists():
                unpacked = tempfile.mkdtemp()
                super().extractall(unpacked)
                Path(unpacked).rename(shared)
        Path(path).rmdir()
        Path(path).symlink_to(shared)


lambda_runtime.zipfile = SimpleNamespace(**{**vars(zipfile), "ZipFile": _SharedCode})
emulator.pin_request_origin = _pin_as_secure
iam_actions.extract_iam_action = _without_batches
iam_actions.extract_resource_arn = _with_key_value_stores
functions._update_config = _limit_memory  # noqa: SLF001 - as above
functions._sqs_esm_concurrency = _concurrency_as_number  # noqa: SLF001 - as above
provisioners._RESOURCE_HANDLERS["AWS::WAFv2::WebACLAssociation"] = {  # noqa: SLF001 - has no other registry
    "create": _associate_web_acl,
    "delete": _disassociate_web_acl,
}

config = Config()
config.bind = [f"fd://{sys.argv[1]}"]
config.keep_alive_timeout = 75  # as MiniStack's own command
asyncio.run(serve(emulator.app, config))
