"""The characters that texts of callers may not contain."""

import sys
import unicodedata

import pytest

from chalicelib.domain.control_characters import is_control

ALL = [chr(code) for code in range(sys.maxunicode + 1)]
MARKS = {"LEFT-TO-RIGHT MARK", "RIGHT-TO-LEFT MARK", "ARABIC LETTER MARK"}
# The bidirectional classes of explicit formatting characters: https://www.unicode.org/reports/tr9/#Bidirectional_Character_Types
EXPLICIT = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_the_bidirectional_control_characters_are_those_of_unicode() -> None:
    expected = {
        char
        for char in ALL
        if unicodedata.bidirectional(char) in EXPLICIT or unicodedata.name(char, "") in MARKS
    }
    found = {char for char in ALL if is_control(char) and unicodedata.category(char) == "Cf"}
    assert found == expected
    assert len(found) == 12


@pytest.mark.parametrize(
    "char", ["\x00", "\t", "\n", "\x7f", "\x85", "\u2028", "\u2029", chr(0xD800), chr(0xDFFF)]
)
def test_control_characters_and_surrogates_are_refused(char: str) -> None:
    assert is_control(char)


# Emoji are joined by U+200D, Persian words are separated by U+200C, and U+FE0F selects an emoji's color.
@pytest.mark.parametrize(
    "char", ["a", " ", "ß", "猫", "😀", "\u200d", "\u200c", "\ufe0f", "\u0301", "\u00a0"]
)
def test_characters_of_all_languages_are_accepted(char: str) -> None:
    assert not is_control(char)
