"""The text that the demo prints: what came out, what was done to it, and what to do next."""

from collections.abc import Mapping, Sequence

from local.image_facts import UPRIGHT, ImageFacts

_APPEARANCE = {2: "mirrored", 3: "upside down", 4: "upside down and mirrored"}
_ON_ITS_SIDE = "on its side"
_KILO, _MEGA = 1000, 1_000_000

NEXT = """\
Next steps
  make dev                           Run the stack, with an upload page
  make demo IMAGE=path/to/photo.jpg  Process a photo of your own
  docs/tutorial.md                   Put an image on a web page
"""


def report(
    name: str, uploaded: float, ready: float, original: ImageFacts, variants: Mapping[str, ImageFacts]
) -> str:
    """Return the report. `uploaded` and `ready` are seconds since the upload began."""
    times = f"{ready:.1f} s (upload {uploaded:.1f} s, processing {ready - uploaded:.1f} s)"
    return "\n".join(
        (
            f"{name} is ready after {times}",
            "",
            *_table([("original", original), *variants.items()], original.size),
            "",
            *_labeled("Rotation", _rotation(original, variants)),
            *_labeled("GPS data", _gps(original, variants)),
            *_labeled("Size", _size(original, variants)),
            "",
            "Files",
            *_columns([(each, str(facts.file)) for each, facts in variants.items()], "<<"),
            "",
            NEXT,
        )
    )


def _table(images: Sequence[tuple[str, ImageFacts]], original_size: int) -> list[str]:
    rows = [("Image", "Dimensions", "Format", "Size", "Saved")]
    for name, facts in images:
        saved = _saved(facts.size, original_size)
        rows.append((name, _dimensions(facts), facts.format, _bytes(facts.size), saved))
    return _columns(rows, "<><>>")


def _rotation(original: ImageFacts, variants: Mapping[str, ImageFacts]) -> list[str]:
    wrong = [name for name, facts in variants.items() if not facts.upright or facts.orientation != UPRIGHT]
    if wrong:
        return [f"Not upright: {', '.join(wrong)}."]
    if original.orientation == UPRIGHT:
        return ["The original is upright, so nothing was rotated."]
    appearance = _APPEARANCE.get(original.orientation, _ON_ITS_SIDE)
    return [
        f"The original is {appearance} ({_dimensions(original)}, EXIF orientation {original.orientation}).",
        f"{_subject(variants, 'is', 'are')} upright, without an orientation tag.",
        "Checked by comparing the pixels with the original's.",
    ]


def _gps(original: ImageFacts, variants: Mapping[str, ImageFacts]) -> list[str]:
    checked = "Checked in the EXIF and XMP metadata of each file."
    if kept := [name for name, facts in variants.items() if facts.gps]:
        return [f"Still present in {', '.join(kept)}.", checked]
    if not original.gps:
        return ["The original contains none, so there was nothing to remove.", checked]
    return [f"The original contains GPS coordinates. {_subject(variants, 'does', 'do')} not.", checked]


def _size(original: ImageFacts, variants: Mapping[str, ImageFacts]) -> list[str]:
    total = sum(facts.size for facts in variants.values())
    used = f"{_subject(variants, 'takes', 'take')} {_bytes(total)}"
    if total >= original.size:
        return [f"{used}, the original {_bytes(original.size)}."]
    return [f"{used}, {_bytes(original.size - total)} less than the original."]


def _subject(variants: Mapping[str, ImageFacts], singular: str, plural: str) -> str:
    return f"The variant {singular}" if len(variants) == 1 else f"The {len(variants)} variants {plural}"


def _dimensions(facts: ImageFacts) -> str:
    return f"{facts.width} x {facts.height}"


def _saved(size: int, original: int) -> str:
    """Return the bytes saved in percent, rounded down so that 100% never appears."""
    return f"{100 * (original - size) // original}%" if size < original else ""


def _bytes(count: int) -> str:
    return f"{count / _MEGA:.1f} MB" if count >= _MEGA else f"{count / _KILO:.1f} KB"


def _labeled(label: str, lines: Sequence[str]) -> list[str]:
    return [f"  {label if number == 0 else '':8}  {line}" for number, line in enumerate(lines)]


def _columns(rows: Sequence[Sequence[str]], alignment: str) -> list[str]:
    """Align rows; `alignment` has `<` or `>` for each column."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            f"{cell:{side}{width}}" for cell, side, width in zip(row, alignment, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
