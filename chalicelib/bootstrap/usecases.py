"""The use cases, wired to the adapters."""

import secrets
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.adapters import Adapters, now
from chalicelib.cleanup import Cleanup
from chalicelib.uploads import Uploads

if TYPE_CHECKING:
    from chalicelib.deadletters import DeadLetters
    from chalicelib.pipeline import Pipeline
    from chalicelib.steps import Steps
    from chalicelib.sweep import Sweep

# Bytes of randomness in an image id: unguessable.
_TOKEN_BYTES = 16


class Darkroom(Adapters):
    """One wired application."""

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
            clock=now,
            new_token=lambda: secrets.token_urlsafe(_TOKEN_BYTES),
        )

    @cached_property
    def pipeline(self) -> "Pipeline":
        """What events set off."""
        from chalicelib.pipeline import Pipeline

        return Pipeline(
            settings=self.settings,
            store=self.store,
            steps=self.steps,
            cleanup=self.cleanup,
            clock=now,
        )

    @cached_property
    def steps(self) -> "Steps":
        """What a run does with a picture."""
        from chalicelib.imaging import Limits, PillowEngine
        from chalicelib.steps import Steps

        return Steps(
            max_upload_bytes=self.settings.max_upload_bytes,
            presets=self.presets,
            sources=self.sources,
            outputs=self.outputs,
            engine=PillowEngine(Limits(max_pixels=self.settings.max_pixels)),
            clock=now,
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
            clock=now,
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
            clock=now,
        )

    @cached_property
    def cleanup(self) -> Cleanup:
        """What clears outputs away."""
        return Cleanup(store=self.store, outputs=self.outputs)

    def _reconcile(self, key: str) -> None:
        self.pipeline.reconcile(key)

    def _request_run(self, key: str) -> None:
        self.sender.send(key, None)
