"""Variants are stored in threads while others are being encoded."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import ImageInfo, Rendered, StoredOutput, VariantPlan, VariantSpec
from chalicelib.processing import parallel_storing
from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeEngine, FakeOutputStorage
from tests.unit.in_memory_app import InMemoryApp

NAMES = ("one", "two", "three", "four", "five", "six")
PRESETS = Presets(presets=tuple(VariantSpec(name=name, width=100) for name in NAMES), default=NAMES)


def in_threads(**parts: object) -> InMemoryApp:
    return InMemoryApp(presets=PRESETS, executor=parallel_storing.threads, **parts)  # type: ignore[arg-type]


@dataclass
class SlowOutputs(FakeOutputStorage):
    """Calls `before` with the name of each variant that is about to be stored."""

    before: Callable[[str], object] = print
    names: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput:
        self.before(key.rpartition("/")[2].partition(".")[0])
        with self.lock:
            return super().put(
                key, content, content_type=content_type, disposition=disposition, cache_tag=cache_tag
            )


def test_the_first_variant_is_stored_while_the_last_is_still_being_encoded() -> None:
    stored, last_begun = threading.Event(), threading.Event()

    class Engine(FakeEngine):
        def encoded(self, content: bytes, info: ImageInfo, plan: VariantPlan) -> Rendered:
            if plan.spec.name == NAMES[-1]:
                last_begun.set()
                assert stored.wait(10)
            return super().encoded(content, info, plan)

    class Outputs(SlowOutputs):
        def put(
            self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
        ) -> StoredOutput:
            output = super().put(
                key, content, content_type=content_type, disposition=disposition, cache_tag=cache_tag
            )
            stored.set()
            return output

    app = in_threads(engine=Engine(), outputs=Outputs(before=lambda _: last_begun.wait(10)))
    assert app.reconcile(app.put(b"image")) is Outcome.READY


def test_four_variants_are_stored_at_the_same_time() -> None:
    meeting = threading.Barrier(4, timeout=10)
    app = in_threads(outputs=SlowOutputs(before=lambda name: meeting.wait() if name in NAMES[:4] else None))
    assert app.reconcile(app.put(b"image")) is Outcome.READY


def test_variants_are_in_the_order_of_their_presets_however_long_storing_takes() -> None:
    second = threading.Event()
    app = in_threads(
        outputs=SlowOutputs(before=lambda name: second.wait(10) if name == "one" else second.set())
    )
    app.reconcile(app.put(b"image"))
    assert tuple(variant.name for variant in app.image().variants) == NAMES


def test_no_thread_outlives_a_run() -> None:
    for fails in (False, True):
        app = in_threads(outputs=SlowOutputs(before=failing if fails else str))
        if fails:
            with pytest.raises(ServiceUnavailable):
                app.reconcile(app.put(b"image"))
        else:
            app.reconcile(app.put(b"image"))
        assert not [each for each in threading.enumerate() if each.name.startswith("store")]


def failing(name: str) -> None:
    raise ServiceUnavailable(name)


def test_after_an_error_what_waits_for_a_thread_is_not_stored() -> None:
    given_up = threading.Event()

    class OneThread(ThreadPoolExecutor):
        """While the second variant is being stored, it notices that the run has given up."""

        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
            super().shutdown(wait=False, cancel_futures=cancel_futures)
            given_up.set()
            super().shutdown(wait=wait)

    def before(name: str) -> None:
        if name == "one":
            raise ServiceUnavailable(name)
        assert given_up.wait(10)

    def one_thread() -> Executor:
        return OneThread(1)

    app = InMemoryApp(presets=PRESETS, executor=one_thread, outputs=SlowOutputs(before=before))
    with pytest.raises(ServiceUnavailable, match="one"):
        app.reconcile(app.put(b"image"))
    assert app.outputs.puts <= 1
