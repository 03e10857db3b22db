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
    uploads: list[str] = []
    queues: list[QueueTrigger] = []
    schedules: list[Schedule] = []
    for source in app.event_sources:
        match source:
            case S3EventConfig():
                uploads.append(source.name)
            case SQSEventConfig():
                queues.append(_queue(source))
            case ScheduledEventConfig():
                schedules.append(Schedule(function=source.name, expression=_expression(source)))
            case _:
                raise TypeError(f"the template has no resources for {type(source).__name__} ({source.name})")
    return AppModel(
        functions=tuple(_functions(app)),
        uploads=tuple(uploads),
        queues=tuple(queues),
        schedules=tuple(schedules),
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


def _expression(source: ScheduledEventConfig) -> str:
    expression = source.schedule_expression
    return expression.to_string() if isinstance(expression, ScheduleExpression) else expression


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(describe(importlib.import_module("app").app)))
