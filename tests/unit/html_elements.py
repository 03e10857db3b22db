"""Read HTML with the standard library's parser."""

from html.parser import HTMLParser

Element = tuple[str, dict[str, str | None]]


class _Reader(HTMLParser):
    """Collects the start tags and all text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> list[Element]:
    """Return the elements of HTML that contains no text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.text == ""
    return reader.elements
