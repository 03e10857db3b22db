"""Wire the files of the upload page and of the API reference."""

from functools import cached_property
from pathlib import Path

from chalicelib.api.script_bundle import bundled
from chalicelib.api.static_files import StaticFiles
from chalicelib.bootstrap.tables import Tables

WEB_FOLDER = Path(__file__).parents[1] / "web"
REFERENCE_FOLDER = Path(__file__).parents[1] / "reference"


class WithStaticPages(Tables):
    """Adds the files of the pages."""

    @cached_property
    def page_files(self) -> StaticFiles:
        """The files of the upload page."""
        return StaticFiles(bundled(_texts(WEB_FOLDER)))

    @cached_property
    def reference(self) -> StaticFiles:
        """The files of the API reference page."""
        return StaticFiles(_texts(REFERENCE_FOLDER))


def _texts(folder: Path) -> dict[str, str]:
    # The license texts in these folders are not served.
    files = [file for file in folder.iterdir() if file.suffix != ".txt"]
    return {file.name: file.read_text("utf-8") for file in files}
