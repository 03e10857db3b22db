"""Wire the files of the upload page, of the upload component and of the API reference."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from chalicelib import VERSION
from chalicelib.api.embedded_script import NAME, EmbeddedScript
from chalicelib.api.script_bundle import bundled, script
from chalicelib.api.static_files import PAGE, StaticFiles
from chalicelib.bootstrap.tables import Tables

EMBED_FOLDER = Path(__file__).parents[1] / "embed"
WEB_FOLDER = Path(__file__).parents[1] / "web"
REFERENCE_FOLDER = Path(__file__).parents[1] / "reference"


class WithStaticPages(Tables):
    """Adds the files of the pages, and the component."""

    @cached_property
    def page_files(self) -> StaticFiles:
        """The files of the upload page."""
        return StaticFiles(page_texts())

    @cached_property
    def component(self) -> EmbeddedScript:
        """The upload component's script."""
        return EmbeddedScript(component_script())

    @cached_property
    def reference(self) -> StaticFiles:
        """The files of the API reference page."""
        return StaticFiles(_texts(REFERENCE_FOLDER))

    def api_description(self, *, public_variants: bool) -> Mapping[str, object]:
        """Return the OpenAPI description of the API. `public_variants` is the setting of the same name."""
        from chalicelib.api.openapi import description

        return description(public_variants=public_variants)


def page_texts() -> dict[str, str]:
    """Return the upload page's files by name. All modules, those of the component too, are in one script."""
    files = bundled(_texts(EMBED_FOLDER) | _texts(WEB_FOLDER))
    return files | {PAGE: files[PAGE].replace("{release}", VERSION)}


def component_script() -> str:
    """Return the upload component as one script: a module that defines `<darkroom-upload>`."""
    return script(_texts(EMBED_FOLDER), NAME)


def _texts(folder: Path) -> dict[str, str]:
    # The license texts in these folders are not served.
    files = [file for file in folder.iterdir() if file.suffix != ".txt"]
    return {file.name: file.read_text("utf-8") for file in files}
