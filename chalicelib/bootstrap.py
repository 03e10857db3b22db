"""The composition root: reads the environment, makes the clients, wires adapters to use cases.

Everything is made when it is first asked for and kept for the life of the process, so a function pays
only for what it uses: the API never loads the image engine, unless it has a picture to delete.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.cleanup import Cleanup
from chalicelib.errors import ConfigurationError
from chalicelib.presets import Presets
from chalicelib.settings import Settings
from chalicelib.uploads import Uploads

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

    from chalicelib.aws.dynamodb import DynamoDBImageStore
    from chalicelib.aws.invoker import LambdaEventSender
    from chalicelib.aws.outputs import S3OutputStorage
    from chalicelib.aws.sources import S3SourceStorage
    from chalicelib.aws.survey import DynamoDBImageSurvey
    from chalicelib.deadletters import DeadLetters
    from chalicelib.pipeline import Pipeline
    from chalicelib.sweep import Sweep

PRESETS_FILE = Path(__file__).with_name("presets.json")

# Bytes of randomness in an image id: unguessable.
_TOKEN_BYTES = 16


class Darkroom:
    """One wired application."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    @cached_property
    def settings(self) -> Settings:
        """The parsed environment. Raises ConfigurationError."""
        return Settings.from_env(self._env)

    @cached_property
    def presets(self) -> Presets:
        """The configured presets. Raises ConfigurationError."""
        return Presets.from_json(PRESETS_FILE.read_bytes())

    @cached_property
    def uploads(self) -> Uploads:
        """What the API does."""
        return Uploads(
            settings=self.settings,
            presets=self.presets,
            store=self.store,
            sources=self.sources,
            outputs=self.outputs,
            reconcile=self._reconcile,
            request_run=self._request_run,
            clock=_now,
            new_token=lambda: secrets.token_urlsafe(_TOKEN_BYTES),
        )

    @cached_property
    def pipeline(self) -> "Pipeline":
        """What events set off."""
        from chalicelib.imaging import Limits, PillowEngine
        from chalicelib.pipeline import Pipeline

        return Pipeline(
            settings=self.settings,
            presets=self.presets,
            store=self.store,
            sources=self.sources,
            outputs=self.outputs,
            engine=PillowEngine(Limits(max_pixels=self.settings.max_pixels)),
            cleanup=self.cleanup,
            clock=_now,
        )

    @cached_property
    def deadletters(self) -> "DeadLetters":
        """What is left to do when every attempt has failed."""
        from chalicelib.deadletters import DeadLetters

        return DeadLetters(
            upload_prefix=self.settings.upload_prefix,
            store=self.store,
            sources=self.sources,
            pipeline=self.pipeline,
            cleanup=self.cleanup,
            clock=_now,
        )

    @cached_property
    def sweep(self) -> "Sweep":
        """What takes up again whatever got stuck."""
        from chalicelib.sweep import Sweep

        return Sweep(
            stuck_after=timedelta(seconds=self.settings.stuck_after),
            store=self.store,
            pipeline=self.pipeline,
            deadletters=self.deadletters,
            cleanup=self.cleanup,
            clock=_now,
        )

    @cached_property
    def cleanup(self) -> Cleanup:
        """What clears outputs away."""
        return Cleanup(store=self.store, outputs=self.outputs)

    @cached_property
    def store(self) -> "DynamoDBImageStore":
        """The table of records."""
        from chalicelib.aws.dynamodb import DynamoDBImageStore

        return DynamoDBImageStore(self._dynamodb, self.settings.images_table)

    @cached_property
    def sources(self) -> "S3SourceStorage":
        """The uploads bucket."""
        from chalicelib.aws.sources import S3SourceStorage

        return S3SourceStorage(self._s3, self.settings.upload_bucket, clock=_now)

    @cached_property
    def outputs(self) -> "S3OutputStorage":
        """The processed bucket."""
        from chalicelib.aws.outputs import S3OutputStorage

        return S3OutputStorage(
            self._s3,
            self.settings.dest_bucket,
            url_expires=self.settings.url_expires,
            public_base_url=self.settings.public_base_url,
        )

    @cached_property
    def survey(self) -> "DynamoDBImageSurvey":
        """The table of records, for commands that go through many."""
        from chalicelib.aws.survey import DynamoDBImageSurvey

        return DynamoDBImageSurvey(self._dynamodb, self.settings.images_table)

    @cached_property
    def sender(self) -> "LambdaEventSender":
        """The way into the function that processes uploads. Raises ConfigurationError."""
        from chalicelib.aws.clients import lambda_client
        from chalicelib.aws.invoker import LambdaEventSender

        if self.settings.process_function is None:
            raise ConfigurationError("PROCESS_FUNCTION is not set; README.md lists every variable")
        return LambdaEventSender(
            lambda_client(), self.settings.process_function, bucket=self.settings.upload_bucket
        )

    @cached_property
    def _s3(self) -> "S3Client":
        from chalicelib.aws.clients import s3_client

        return s3_client(on_aws="AWS_ENDPOINT_URL" not in self._env)

    @cached_property
    def _dynamodb(self) -> "DynamoDBClient":
        from chalicelib.aws.clients import dynamodb_client

        return dynamodb_client()

    def _reconcile(self, key: str) -> None:
        self.pipeline.reconcile(key)

    def _request_run(self, key: str) -> None:
        self.sender.send(key, None)


@cache
def darkroom() -> Darkroom:
    """Return this process's application."""
    return Darkroom(dict(os.environ))


def _now() -> datetime:
    return datetime.now(UTC)
