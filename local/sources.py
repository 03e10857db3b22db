"""Notices that the app's code or data has changed on disk."""

from pathlib import Path

Snapshot = frozenset[tuple[str, int]]


def snapshot(project: Path) -> Snapshot:
    """Return each file that the app is made of with its time of change; unequal means changed."""
    files = [project / "app.py", *(project / "chalicelib").rglob("*")]
    return frozenset(
        (str(file), file.stat().st_mtime_ns)
        for file in files
        if file.is_file() and file.parent.name != "__pycache__"
    )
