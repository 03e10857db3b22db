"""What runs count against the quotas of their owner, beyond the upload form."""

from datetime import timedelta

from chalicelib.access.usage import Limits
from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.models import Image, Source, UploadRequest
from chalicelib.processing.charges import RETRY_DELAY
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import KEY, LIMITS, OWNER, STUCK_AFTER
from tests.unit.executions import execute, inspect
from tests.unit.in_memory_app import InMemoryApp

CONTENT = b"image"
OUTPUT = CONTENT + b" as 300x300"


def uploaded(app: InMemoryApp) -> tuple[Image, Source]:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg", size=len(CONTENT)), owner=OWNER)
    return image, app.sources.put(image.key, CONTENT, form=image.id)


def crash(app: InMemoryApp, key: str, source: Source) -> None:
    app.pipeline.claim(key, version=source)
    app.clock.advance(RETRY_DELAY)


def images(app: InMemoryApp) -> int:
    return sum(app.usage.images.values())


def size(app: InMemoryApp) -> int:
    return sum(app.usage.bytes.values())


def error_code(app: InMemoryApp, key: str) -> str | None:
    error = app.image(key).error
    return error.code if error else None


def test_each_attempt_after_a_failed_one_counts_as_an_image(app: InMemoryApp) -> None:
    image, source = uploaded(app)
    for _ in range(2):
        crash(app, image.key, source)
    assert app.reconcile(source, image.key) is Outcome.READY
    assert images(app) == 2


def test_objects_from_other_tools_count_only_when_they_fail(app: InMemoryApp) -> None:
    source = app.put(CONTENT)
    crash(app, KEY, source)
    app.reconcile(source)
    app.reconcile(app.put(b"image two"))
    assert images(app) == 1


def test_a_run_beside_another_one_is_not_counted(app: InMemoryApp) -> None:
    image, source = uploaded(app)
    app.pipeline.claim(image.key, version=source)
    app.clock.advance(RETRY_DELAY - timedelta(seconds=1))
    app.reconcile(source, image.key)
    assert images(app) == 1


def test_when_the_quota_is_used_up_a_failed_attempt_is_the_last(app: InMemoryApp) -> None:
    app.limits = Limits(images=1, bytes=LIMITS.bytes, forms=1)
    image, source = uploaded(app)
    crash(app, image.key, source)
    assert app.reconcile(source, image.key) is Outcome.FAILED
    assert error_code(app, image.key) == "quota_exceeded"
    assert app.reconcile(source, image.key) is Outcome.DUPLICATE


def test_when_the_quota_is_used_up_a_deleted_object_is_still_recognized(app: InMemoryApp) -> None:
    app.limits = Limits(images=1, bytes=LIMITS.bytes, forms=1)
    image, source = uploaded(app)
    crash(app, image.key, source)
    app.sources.delete(image.key)
    assert app.reconcile(key=image.key) is Outcome.DELETED


def test_a_reprocess_request_is_counted_once_however_long_its_run_waits(app: InMemoryApp) -> None:
    image, source = uploaded(app)
    app.reconcile(source, image.key)
    app.reprocess.run(image.id, owner=OWNER)
    app.clock.advance(10 * RETRY_DELAY)
    assert app.reconcile(key=image.key) is Outcome.READY
    assert images(app) == 2
    assert not app.image(image.key).open


def test_executions_after_a_failed_one_count(app: InMemoryApp) -> None:
    image, source = uploaded(app)
    app.workflow_starter.reconcile(image.key, source)
    name = next(iter(app.workflow.started))
    inspect(app, name)
    app.clock.advance(RETRY_DELAY)
    assert execute(app, name) == "ready"
    assert images(app) == 2


def test_outputs_count_by_how_much_they_exceed_their_source(app: InMemoryApp) -> None:
    image, source = uploaded(app)
    app.reconcile(source, image.key)
    assert size(app) == len(OUTPUT)


def test_outputs_that_exceed_the_quota_are_removed(app: InMemoryApp) -> None:
    app.limits = Limits(images=9, bytes=len(OUTPUT) - 1, forms=1)
    image, source = uploaded(app)
    assert app.reconcile(source, image.key) is Outcome.FAILED
    assert error_code(app, image.key) == "quota_exceeded"
    assert app.outputs.stored == {}


def test_outputs_that_exceeded_the_quota_count_when_the_image_is_rendered_again(app: InMemoryApp) -> None:
    app.limits = Limits(images=9, bytes=len(OUTPUT) - 1, forms=1)
    image, source = uploaded(app)
    app.reconcile(source, image.key)
    app.reprocess.run(image.id, owner=OWNER)
    assert app.reconcile(key=image.key) is Outcome.FAILED
    assert app.outputs.stored == {}


def test_in_workflow_mode_outputs_that_exceed_the_quota_are_removed(app: InMemoryApp) -> None:
    app.limits = Limits(images=9, bytes=len(OUTPUT) - 1, forms=1)
    image, source = uploaded(app)
    app.workflow_starter.reconcile(image.key, source)
    assert execute(app, next(iter(app.workflow.started))) == "failed"
    assert error_code(app, image.key) == "quota_exceeded"
    assert app.outputs.stored == {}


def test_rendering_a_version_again_counts_its_outputs_only_on_request(app: InMemoryApp) -> None:
    image, source = uploaded(app)
    app.reconcile(source, image.key)
    app.reprocess.run(image.id, owner=OWNER)
    app.reconcile(key=image.key)
    assert size(app) == 2 * len(OUTPUT)


def test_outputs_of_objects_from_other_tools_do_not_count(app: InMemoryApp) -> None:
    app.reconcile(app.put(CONTENT))
    assert size(app) == 0


def test_the_sweep_counts_the_attempts_that_it_starts(app: InMemoryApp) -> None:
    image, source = uploaded(app)
    app.pipeline.claim(image.key, version=source)
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    assert images(app) == 2
    assert app.reconcile(key=image.key) is Outcome.READY
    assert images(app) == 2


def test_the_sweep_starts_no_attempt_over_the_quota(app: InMemoryApp) -> None:
    app.limits = Limits(images=1, bytes=LIMITS.bytes, forms=1)
    image, source = uploaded(app)
    app.pipeline.claim(image.key, version=source)
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    assert error_code(app, image.key) == "quota_exceeded"
    assert app.sender.sent == []
