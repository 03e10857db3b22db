from load import journal

LOG = """Serving on http://127.0.0.1:8000
darkroom - INFO - images/a/b c.jpg: ready
darkroom - INFO - images/a/b c.jpg: duplicate
darkroom - INFO - images/x: y.png: ready
images/a/b c.jpg: ready
darkroom - ERROR - Given up: DeadLetter(notices=(), reason='Task timed out')
Handler process_upload failed
"""


def test_runs_are_counted_by_outcome_once_each() -> None:
    assert journal.runs(LOG) == {"ready": 2, "duplicate": 1}


def test_dead_letters_are_counted() -> None:
    assert journal.dead_letters(LOG) == 1
