"""The sites in examples/, whose code is that of the how-to guides.

`python -m docsite.examples` writes it. The other files of a site are what the tools generate that the guide
runs, such as `django-admin startproject`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from docsite.code_blocks import Block, blocks

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
GUIDES: Mapping[str, str] = {"django": "django.md", "fastapi": "html-upload.md", "nextjs": "nextjs.md"}
"""The guide of each site."""

_SECRETS = ".env.local"


def files() -> Mapping[Path, str]:
    """Return the text of each file that comes from a guide, by its path."""
    return dict(file for site, guide in GUIDES.items() for file in _files(site, guide))


def _files(site: str, guide: str) -> Iterator[tuple[Path, str]]:
    for block in blocks(ROOT / "docs" / "howto" / guide):
        if block.file and block.file != _SECRETS:
            path = EXAMPLES / site / block.file
            yield path, _appended(path, block) if block.appended else block.code


def _appended(path: Path, block: Block) -> str:
    """Return the file with the block at its end. What is there from the block's first line on is replaced."""
    first, _, _ = block.code.partition("\n")
    before, _, _ = path.read_text("utf-8").partition(f"\n{first}\n")
    return f"{before}\n{block.code}"


def main() -> None:
    """Write the files."""
    for path, text in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
