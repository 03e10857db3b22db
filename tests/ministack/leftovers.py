"""What an account still contains after a stage was deleted."""

from collections.abc import Iterator

import jmespath

from tests.ministack.account import Account

# The service, the operation that lists resources of a kind, and where its result has their names.
_LISTS = (
    ("apigateway", "get_rest_apis", "items[].name"),
    ("cloudformation", "list_stacks", "StackSummaries[?StackStatus!='DELETE_COMPLETE'].StackName"),
    ("cloudfront", "list_distributions", "DistributionList.Items[].ARN"),
    ("cloudwatch", "describe_alarms", "MetricAlarms[].AlarmName"),
    ("cloudwatch", "list_dashboards", "DashboardEntries[].DashboardName"),
    ("dynamodb", "list_tables", "TableNames[]"),
    ("events", "list_event_buses", "EventBuses[?Name!='default'].Name"),
    ("events", "list_rules", "Rules[].Name"),
    ("iam", "list_roles", "Roles[].RoleName"),
    ("lambda", "list_event_source_mappings", "EventSourceMappings[].FunctionArn"),
    ("lambda", "list_functions", "Functions[].FunctionName"),
    ("logs", "describe_log_groups", "logGroups[].logGroupName"),
    ("s3", "list_buckets", "Buckets[].Name"),
    ("sns", "list_topics", "Topics[].TopicArn"),
    ("sqs", "list_queues", "QueueUrls[]"),
    ("stepfunctions", "list_state_machines", "stateMachines[].name"),
)


def leftovers(account: Account) -> dict[str, list[str]]:
    """Return the names of all resources, by the operation that lists them."""
    found = {
        operation: list(_names(account, service, operation, path)) for service, operation, path in _LISTS
    }
    return {operation: names for operation, names in found.items() if names}


def _names(account: Account, service: str, operation: str, path: str) -> Iterator[str]:
    client = account.client(service)
    if client.can_paginate(operation):
        # An empty list may be missing from the result, which gives None.
        yield from filter(None, client.get_paginator(operation).paginate().search(path))
    else:
        yield from jmespath.search(path, getattr(client, operation)())
