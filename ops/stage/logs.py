"""The logs of functions that are gone.

With a function Chalice deletes how long its logs are kept, and not the logs: they would stay for ever.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient


def noted(resources: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the log groups in Chalice's note of what it has deployed."""
    return {each["log_group_name"] for each in resources if each["resource_type"] == "log_group"}


def remove(client: "CloudWatchLogsClient", names: Iterable[str]) -> None:
    """Delete log groups; one that is gone already is no error."""
    for name in names:
        try:
            client.delete_log_group(logGroupName=name)
        except client.exceptions.ResourceNotFoundException:
            continue
