"""Plain Markdown for programs that read the site: each page beside its HTML page, and `llms.txt`.

The format of `llms.txt` is described at https://llmstxt.org.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

# Long pages that a reader with little room can leave out.
OPTIONAL = frozenset(
    {
        *("changelog.md", "contributing.md", "explanation/bench.md", "explanation/comparison.md"),
        *("explanation/how-the-bench-measures.md", "explanation/load.md", "explanation/performance.md"),
    }
)
_START = "Start"
_MIN_CHARS = 20

# Comments are notes for the tests that run a page's commands.
_COMMENT = re.compile(r"^[ \t]*<!--.*?-->\n*", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"(^ *```.*?^ *```)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SENTENCE = re.compile(r".*?(?<!e\.g)[.:!?](?=\s|$)", re.DOTALL)
_NO_PROSE = ("#", "|", "```", "!", ">", "- ")


def write(pages: Path, html: Path, config: str) -> None:
    """Write the plain pages and `llms.txt` to the built site in `html`.

    `pages` has the site's pages as Markdown; `config` is the text of zensical.toml.
    """
    project = tomllib.loads(config)["project"]
    plain = {
        path: without_comments((pages / path).read_text("utf-8")) for _, _, path in _entries(project["nav"])
    }
    for path, text in plain.items():
        (html / path).write_text(text, "utf-8")
    (html / "llms.txt").write_text(llms_txt(project, plain), "utf-8")


def llms_txt(project: Mapping[str, Any], pages: Mapping[str, str]) -> str:
    """Return the list of all pages in the navigation of `project`, each with its first sentence."""
    sections: dict[str, list[str]] = {}
    for section, title, path in _entries(project["nav"]):
        about = first_sentence(pages[path])
        line = f"- [{title}]({path}): {about}" if about else f"- [{title}]({path})"
        sections.setdefault("Optional" if path in OPTIONAL else section, []).append(line)
    sections["Optional"] = sections.pop("Optional", [])  # the last one
    lists = [f"## {name}\n\n" + "\n".join(lines) for name, lines in sections.items() if lines]
    head = f"# {project['site_name']}\n\n> {project['site_description']}"
    return "\n\n".join([head, *lists]) + "\n"


def without_comments(text: str) -> str:
    """Return a page without HTML comments, except those in code blocks."""
    parts = _FENCE.split(text)
    parts[::2] = [_COMMENT.sub("", part) for part in parts[::2]]
    return "".join(parts)


def first_sentence(page: str) -> str:
    """Return the first sentence of a page's first paragraph, without links; empty if it says too little."""
    paragraphs = re.split(r"\n{2,}", page)
    prose = next((each for each in paragraphs if each.strip() and not each.startswith(_NO_PROSE)), "")
    text = " ".join(_LINK.sub(r"\1", prose).split())
    found = _SENTENCE.match(text)
    sentence = found[0].rstrip(":") if found else text
    return sentence if len(sentence) >= _MIN_CHARS else ""


def _entries(nav: Sequence[Mapping[str, Any]], section: str = _START) -> Iterator[tuple[str, str, str]]:
    """Yield the section, the title and the path of each page in the navigation."""
    for entry in nav:
        for title, target in entry.items():
            if isinstance(target, str):
                yield section, title, target
            else:
                yield from _entries(target, title)
