"""The pages that do not lie in docs/, by their path on the site."""

from collections.abc import Mapping

from docsite import api, commands, configuration, library

BROUGHT: Mapping[str, str] = {
    "client.md": "client/README.md",
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "explanation/bench.md": "bench/results/README.md",
    "explanation/how-the-bench-measures.md": "bench/README.md",
    "explanation/load.md": "load/results/latest.md",
}
"""Pages that lie elsewhere in the repository."""


def generated() -> Mapping[str, str]:
    """Return the pages that are made from the code, as Markdown."""
    return {
        "reference/configuration.md": configuration.page(),
        "reference/api.md": api.page(),
        "reference/cli.md": commands.page(),
        "reference/python.md": library.page(),
    }
