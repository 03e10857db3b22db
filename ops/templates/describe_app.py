"""Print the model of the app in the current folder as JSON: `python -m ops.templates.describe_app`.

Importing an app reads its settings from the environment, so a process of its own does it.
"""

import importlib
import sys
from collections.abc import Iterator
from typing import Any

import msgspec
from chalice.app import Chalice, S3EventConfig, ScheduledEventConfig, ScheduleExpression, SQSEventConfig
from chalice.deploy.swagger import CFNSwaggerGenerator

from ops.templates.app_model import API_HANDLER, AppModel, Function, QueueTrigger, Schedule


def describe(app: Chalice) -> AppModel:
    """Return the model of an app. Raises TypeError if the template can't have one of its triggers."""
    sources = app.event_sources
    for source in sources:
        if not isinstance(source, S3EventConfig | SQSEventConfig | ScheduledEventConfig):
            raise TypeError(f"the template has no resources for {type(source).__name__} ({source.name})")
    return AppModel(
        functions=tuple(_functions(app)),
        uploads=tuple(each.name for each in sources if isinstance(each, S3EventConfig)),
        queues=tuple(_queue(each) for each in sources if isinstance(each, SQSEventConfig)),
        schedules=tuple(_schedule(each) for each in sources if isinstance(each, ScheduledEventConfig)),
        authorizers=tuple(each.name for each in app.builtin_auth_handlers),
        # in CloudFormation's form, so that the document refers to the functions
        api=CFNSwaggerGenerator().generate_swagger(app),
    )


def _functions(app: Chalice) -> Iterator[Function]:
    # Chalice gives the handler of the routes these names: chalice/deploy/appgraph.py
    yield Function(name=API_HANDLER, handler="app.app")
    registered: list[Any] = [*app.builtin_auth_handlers, *app.event_sources, *app.pure_lambda_functions]
    for each in registered:
        yield Function(name=each.name, handler=each.handler_string)


def _queue(source: SQSEventConfig) -> QueueTrigger:
    return QueueTrigger(
        function=source.name,
        queue=str(source.queue),
        batch_size=source.batch_size,
        batching_window=source.maximum_batching_window_in_seconds,
        maximum_concurrency=source.maximum_concurrency,
    )


def _schedule(source: ScheduledEventConfig) -> Schedule:
    expression = source.schedule_expression
    text = expression.to_string() if isinstance(expression, ScheduleExpression) else expression
    return Schedule(function=source.name, expression=text)


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(describe(importlib.import_module("app").app)))
