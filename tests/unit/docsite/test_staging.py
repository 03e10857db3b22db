from pathlib import Path

import pytest

from docsite.staging import BrokenLink, stage


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    for name, text in {
        "docs/index.md": "[there](howto/there.md#part) [out](https://example.com/x)",
        "docs/howto/there.md": "back",
        "docs/plan.svg": "<svg/>",
        "code/main.py": "",
        "bench/README.md": "![plot](plot.png) [docs](../docs/index.md)",
        "bench/plot.png": "png",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def staged(root: Path, path: str, text: str | None = None) -> str:
    """Return a page as the site has it; `text` is what stands in it before."""
    if text is not None:
        (root / "docs" / path).write_text(text)
    folder = root.parent / "site"
    stage(root, folder, {"more/bench.md": "bench/README.md"}, {"reference/api.md": "made"})
    return (folder / path).read_text()


def test_links_between_pages_and_out_into_the_world_stay(repository: Path) -> None:
    text = "[there](howto/there.md#part) [out](https://example.com/x)"
    assert staged(repository, "index.md") == text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[the code](../code/main.py)", "the code (`code/main.py`)"),
        ("[code/main.py](../code/main.py)", "`code/main.py`"),
        ("[numbers](../bench/README.md#a)", "[numbers](more/bench.md#a)"),
        ("[api](reference/api.md)", "[api](reference/api.md)"),
        ("![plan](plan.svg)", "![plan](plan.svg)"),
        ("![plot](../bench/plot.png)", "![plot](repository/bench/plot.png)"),
        ("```sh\necho [no](link)\n```", "```sh\necho [no](link)\n```"),
    ],
)
def test_what_lies_elsewhere_is_brought_or_named(repository: Path, written: str, shown: str) -> None:
    assert staged(repository, "index.md", written) == shown


def test_a_page_from_elsewhere_brings_its_images(repository: Path) -> None:
    shown = staged(repository, "more/bench.md")
    assert shown == "![plot](../repository/bench/plot.png) [docs](../index.md)"
    assert (repository.parent / "site" / "repository" / "bench" / "plot.png").read_text() == "png"


def test_a_link_that_leads_nowhere_is_an_error(repository: Path) -> None:
    with pytest.raises(BrokenLink, match=r"docs/index\.md links to gone\.md"):
        staged(repository, "index.md", "[gone](gone.md)")


def test_pages_that_were_removed_do_not_stay(repository: Path) -> None:
    staged(repository, "index.md")
    (repository / "docs" / "howto" / "there.md").unlink()
    staged(repository, "index.md", "alone")
    assert not (repository.parent / "site" / "howto" / "there.md").exists()
