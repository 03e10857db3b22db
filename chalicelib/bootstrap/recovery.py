"""Wire the sweep and what handles failures."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.erasure import WithErasure
from chalicelib.domain.deadline import Deadline
from chalicelib.images.delete import Deletion

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from chalicelib.recovery.dead_letters import DeadLetters
    from chalicelib.recovery.ended_images import EndedImages
    from chalicelib.recovery.expirations import Expirations
    from chalicelib.recovery.sweep import Sweep

# Below the number of connections that a boto3 client keeps open, which is 10.
_SWEEP_THREADS = 8


class WithRecovery(WithErasure):
    """Adds the use cases that run without a request or an event."""

    @cached_property
    def dead_letters(self) -> "DeadLetters":
        """Marks images as failed after the last attempt."""
        from chalicelib.recovery.dead_letters import DeadLetters

        return DeadLetters(
            upload_prefix=self.settings.upload_prefix,
            records=self.records,
            sources=self.sources,
            pipeline=self.pipeline,
            clock=now,
        )

    @cached_property
    def sweep(self) -> "Sweep":
        """Finishes records that got stuck."""
        from chalicelib.recovery.sweep import Sweep

        return Sweep(
            stuck_after=timedelta(seconds=self.settings.stuck_after),
            store=self.store,
            pipeline=self.pipeline,
            resume=self._request_run,
            resume_erasure=self.erasures.resume,
            run_all=self._sweep_threads.map,
            dead_letters=self.dead_letters,
            expirations=self._expirations,
            clock=now,
        )

    @cached_property
    def _expirations(self) -> "Expirations":
        from chalicelib.recovery.ended_uploads import EndedUploads
        from chalicelib.recovery.expirations import Expirations
        from chalicelib.recovery.retired_outputs import RetiredOutputs

        retired_outputs = RetiredOutputs(
            grace=self._grace, store=self.store, retired=self.retired, outputs=self.outputs, clock=now
        )
        return Expirations(
            due_items=self.due_items,
            remove_retired=retired_outputs.remove_due,
            end_image=self._ended_images.end_due,
            end_upload=EndedUploads(store=self.store, uploads=self.multipart_storage, clock=now).end_due,
            run_all=self._sweep_threads.map,
            clock=now,
        )

    @cached_property
    def _ended_images(self) -> "EndedImages":
        from chalicelib.recovery.ended_images import EndedImages

        return EndedImages(
            store=self.store,
            outputs=self.outputs,
            policies=self.retention_policies,
            delete=self._deletion.run,
            invalidations=self.invalidation_outbox,
            outbox=self.outbox,
            clock=now,
        )

    @cached_property
    def _deletion(self) -> Deletion:
        return Deletion(
            store=self.store,
            sources=self.sources,
            uploads=self.multipart_storage,
            reconcile=self._reconcile,
        )

    @cached_property
    def _sweep_threads(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(_SWEEP_THREADS)

    def _reconcile(self, key: str, *, deadline: Deadline) -> None:
        self.pipeline.reconcile(key, deadline=deadline)

    def _request_run(self, key: str) -> None:
        self.sender.send(key, None)
