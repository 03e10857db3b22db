import threading
import time
from collections.abc import Iterator
from pathlib import Path

from darkroom import Client, UnusableFile, upload_all
from darkroom.batch import each_done
from darkroom.sessions import Sessions

from tests.unit.client.service import Service


def some_pictures(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for path in paths:
        path.write_bytes(path.name.encode())
    return paths


def test_every_picture_is_uploaded_and_its_error_is_its_own(
    live_service: Service, live_client: Client, tmp_path: Path
) -> None:
    paths = some_pictures(tmp_path, 9)
    paths[4].write_bytes(b"")

    uploaded = {done.path: done for done in upload_all(live_client, paths)}

    assert set(uploaded) == set(paths)
    assert isinstance(uploaded[paths[4]].error, UnusableFile)
    assert all(done.image for path, done in uploaded.items() if path != paths[4])
    assert len(live_service.uploads) == 8


def test_no_more_are_under_way_than_there_are_workers() -> None:
    lock, under_way, most = threading.Lock(), 0, 0

    def work(_: int) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.005)
        with lock:
            under_way -= 1

    assert len(list(each_done(range(30), work, workers=3))) == 30
    assert most == 3


def test_inputs_are_taken_as_workers_come_free() -> None:
    taken = []

    def inputs() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    finished = each_done(inputs(), lambda number: number, workers=2)
    next(finished)
    finished.close()

    assert len(taken) <= 4


def test_leaving_early_hurries_what_is_under_way() -> None:
    hurried = threading.Event()

    def work(number: int) -> bool:
        return number == 0 or hurried.wait(30)

    finished = each_done(range(3), work, workers=2, hurry=hurried.set)
    next(finished)
    start = time.monotonic()
    finished.close()

    assert time.monotonic() - start < 20


def test_one_client_serves_many_threads(live_service: Service, live_client: Client, tmp_path: Path) -> None:
    paths = some_pictures(tmp_path, 40)

    images = [done.image for done in upload_all(live_client, paths, workers=16)]

    assert {image.filename for image in images if image} == {path.name for path in paths}
    sent = {part for upload in live_service.uploads for name, part in upload.parts() if name == "file"}
    assert sent == {path.name.encode() for path in paths}


def test_threads_do_not_share_a_session() -> None:
    sessions = Sessions(None)
    here, found = sessions.current(), []
    thread = threading.Thread(target=lambda: found.append(sessions.current()))
    thread.start()
    thread.join()

    assert sessions.current() is here
    assert found[0] is not here
    sessions.close()
