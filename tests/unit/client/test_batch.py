import threading
import time
from collections.abc import Iterator
from pathlib import Path

from darkroom import Client, UnusableFile, upload_all
from darkroom.batch import run_concurrently
from darkroom.sessions import Sessions

from tests.unit.client.fake_service import FakeService


def create_images(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for path in paths:
        path.write_bytes(path.name.encode())
    return paths


def test_an_error_affects_only_its_own_file(
    live_service: FakeService, live_client: Client, tmp_path: Path
) -> None:
    paths = create_images(tmp_path, 9)
    paths[4].write_bytes(b"")

    uploaded = {done.path: done for done in upload_all(live_client, paths)}

    assert set(uploaded) == set(paths)
    assert isinstance(uploaded[paths[4]].error, UnusableFile)
    assert all(done.image for path, done in uploaded.items() if path != paths[4])
    assert len(live_service.uploads) == 8


def test_runs_at_most_as_many_tasks_as_workers() -> None:
    lock, running, most = threading.Lock(), 0, 0

    def work(_: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.005)
        with lock:
            running -= 1

    assert len(list(run_concurrently(range(30), work, workers=3))) == 30
    assert most == 3


def test_consumes_inputs_as_workers_become_free() -> None:
    taken = []

    def inputs() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    finished = run_concurrently(inputs(), lambda number: number, workers=2)
    next(finished)
    finished.close()

    assert len(taken) <= 4


def test_early_exit_calls_the_callback() -> None:
    exited = threading.Event()

    def work(number: int) -> bool:
        return number == 0 or exited.wait(30)

    finished = run_concurrently(range(3), work, workers=2, on_early_exit=exited.set)
    next(finished)
    start = time.monotonic()
    finished.close()

    assert time.monotonic() - start < 20


def test_threads_can_share_a_client(live_service: FakeService, live_client: Client, tmp_path: Path) -> None:
    paths = create_images(tmp_path, 40)

    images = [done.image for done in upload_all(live_client, paths, workers=16)]

    assert {image.filename for image in images if image} == {path.name for path in paths}
    sent = {part for upload in live_service.uploads for name, part in upload.parts() if name == "file"}
    assert sent == {path.name.encode() for path in paths}


def test_each_thread_has_its_own_session() -> None:
    sessions = Sessions(None)
    here, found = sessions.current(), []
    thread = threading.Thread(target=lambda: found.append(sessions.current()))
    thread.start()
    thread.join()

    assert sessions.current() is here
    assert found[0] is not here
    sessions.close()
