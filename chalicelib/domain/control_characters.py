"""The characters that texts of callers may not contain.

They are invisible, and can change how text is shown or parsed.
"""

import unicodedata

# Unicode's general categories: control characters, lone surrogates, line and paragraph separators.
# https://www.unicode.org/reports/tr44/#General_Category_Values
_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})

# XML, in which S3 lists keys, cannot contain these characters: https://www.w3.org/TR/xml/#charsets
_NONCHARACTERS = frozenset("\ufffe\uffff")

# Unicode's property Bidi_Control. These characters can make an `.exe` look like a `.jpg`.
# https://www.unicode.org/Public/UCD/latest/ucd/PropList.txt
_BIDI_CONTROL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_control(char: str) -> bool:
    """Return whether texts of callers may not contain this character."""
    return unicodedata.category(char) in _CATEGORIES or char in _NONCHARACTERS or char in _BIDI_CONTROL
