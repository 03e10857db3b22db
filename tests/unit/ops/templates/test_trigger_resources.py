"""The triggers of the functions in the app's template, and the permissions to invoke them."""

import json

from ops.templates.intrinsics import Json
from tests.unit.ops.templates.resources import of_type, properties


def test_webhooks_exist_only_with_their_queue(template: Json) -> None:
    webhooks = {name: each for name, each in template["Resources"].items() if "Webhook" in name}
    assert {name: each["Condition"] for name, each in webhooks.items()} == {
        "DeliverWebhookLogs": "WithWebhooks",
        "DeliverWebhook": "WithWebhooks",
        "DeliverWebhookQueue": "WithWebhooks",
    }
    assert webhooks["DeliverWebhookQueue"]["Properties"] == {
        "FunctionName": {"Ref": "DeliverWebhook"},
        "EventSourceArn": {"Ref": "WebhooksQueueArn"},
        "BatchSize": 1,
        "ScalingConfig": {"MaximumConcurrency": 10},
    }


def test_invalidations_exist_only_with_their_queue_and_come_in_batches(template: Json) -> None:
    own = {name: each for name, each in template["Resources"].items() if "InvalidateCdn" in name}
    assert {name: each["Condition"] for name, each in own.items()} == {
        "InvalidateCdnLogs": "WithCdn",
        "InvalidateCdn": "WithCdn",
        "InvalidateCdnQueue": "WithCdn",
    }
    assert own["InvalidateCdnQueue"]["Properties"] == {
        "FunctionName": {"Ref": "InvalidateCdn"},
        "EventSourceArn": {"Ref": "InvalidationsQueueArn"},
        "BatchSize": 1000,
        "MaximumBatchingWindowInSeconds": 60,
        "ScalingConfig": {"MaximumConcurrency": 2},
    }


def test_dead_letters_reach_their_function(template: Json) -> None:
    # Without a reservation, the concurrency is that of a new account.
    concurrency = {"Fn::If": ["ReservesConcurrency", {"Ref": "Concurrency"}, 10]}
    assert properties(template, "ProcessDeferredQueue") == {
        "FunctionName": {"Ref": "ProcessDeferred"},
        "EventSourceArn": {"Ref": "DeferredQueueArn"},
        "BatchSize": 1,
        "ScalingConfig": {"MaximumConcurrency": concurrency},
    }
    assert properties(template, "ProcessFailuresQueue") == {
        "FunctionName": {"Ref": "ProcessFailures"},
        "EventSourceArn": {"Ref": "FailuresQueueArn"},
        "BatchSize": 1,
    }


def test_failed_events_are_retried_and_then_become_dead_letters(template: Json) -> None:
    assert properties(template, "ProcessUploadInvocations") == {
        "FunctionName": {"Ref": "ProcessUpload"},
        "Qualifier": "$LATEST",
        "MaximumRetryAttempts": 2,
        "MaximumEventAgeInSeconds": 21_600,
        "DestinationConfig": {"OnFailure": {"Destination": {"Ref": "FailuresQueueArn"}}},
    }
    assert properties(template, "SweepInvocations")["MaximumRetryAttempts"] == 0


def test_a_schedule_starts_the_sweep(template: Json) -> None:
    assert properties(template, "SweepSchedule") == {
        "ScheduleExpression": "rate(5 minutes)",
        "Targets": [{"Id": "sweep", "Arn": {"Fn::GetAtt": ["Sweep", "Arn"]}}],
    }


def test_only_the_sources_of_a_function_may_invoke_it(template: Json) -> None:
    calls = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${RestAPI}/*"
    found = {
        (each["FunctionName"]["Ref"], each["Principal"].partition(".")[0], json.dumps(each["SourceArn"]))
        for each in (each["Properties"] for each in of_type(template, "Lambda::Permission").values())
    }
    expected = [
        ("APIHandler", "apigateway", {"Fn::Sub": calls}),
        ("Authorize", "apigateway", {"Fn::Sub": calls}),
        ("ProcessUpload", "s3", {"Fn::Sub": "arn:${AWS::Partition}:s3:::${UploadBucket}"}),
        ("ProcessUpload", "events", {"Fn::GetAtt": ["ProcessUploadObjectCreated", "Arn"]}),
        ("ProcessUpload", "events", {"Fn::GetAtt": ["ProcessUploadObjectDeleted", "Arn"]}),
        ("Sweep", "events", {"Fn::GetAtt": ["SweepSchedule", "Arn"]}),
    ]
    assert found == {(function, service, json.dumps(source)) for function, service, source in expected}


def test_s3_may_call_only_for_a_bucket_of_this_account(template: Json) -> None:
    assert properties(template, "ProcessUploadS3Permission")["SourceAccount"] == {"Ref": "AWS::AccountId"}


def test_eventbridge_delivers_creations_and_deletions_but_no_expirations(template: Json) -> None:
    objects = {
        "bucket": {"name": [{"Ref": "UploadBucket"}]},
        "object": {"key": [{"prefix": {"Ref": "UploadPrefix"}}]},
    }
    created, deleted = (f"ProcessUploadObject{each}" for each in ("Created", "Deleted"))
    assert properties(template, created)["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": objects,
    }
    assert properties(template, deleted)["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Deleted"],
        "detail": {**objects, "reason": ["DeleteObject"]},
    }


def test_both_ways_of_events_from_s3_always_exist(template: Json) -> None:
    names = (
        "S3Permission",
        *(f"Object{kind}{part}" for kind in ("Created", "Deleted") for part in ("", "Permission")),
    )
    assert [template["Resources"][f"ProcessUpload{name}"].get("Condition") for name in names] == [None] * 5
    assert "UploadEvents" not in template["Parameters"]
