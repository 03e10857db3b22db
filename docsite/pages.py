"""The pages of the site that are not in docs/, or not only there, by their path on the site."""

from collections.abc import Mapping
from pathlib import Path

from docsite import api, commands, configuration, library

GUIDES = Path(__file__).parents[1] / "docs" / "reference"

EXTRA: Mapping[str, str] = {
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "explanation/bench.md": "bench/results/README.md",
    "explanation/how-the-bench-measures.md": "bench/README.md",
    "explanation/load.md": "load/results/latest.md",
}
"""Pages from elsewhere in the repository."""


def generated() -> Mapping[str, str]:
    """Return the pages that are generated from the code, three of them after a guide, as Markdown."""
    return {
        "reference/configuration.md": configuration.page(),
        "reference/api.md": _guide("api.md") + api.reference(),
        "reference/cli.md": _guide("cli.md") + commands.reference(),
        "reference/python.md": _guide("python.md") + library.reference(),
    }


def _guide(name: str) -> str:
    return f"{(GUIDES / name).read_text('utf-8')}\n"
