"""Texts that try to break out of an HTML attribute, a URL or a `srcset`."""

import random

# `hit()` records that a script ran.
_FRAGMENTS = (
    *(
        '"',
        "'",
        "`",
        "&",
        "<",
        ">",
        "&quot;",
        "&#34;",
        "&#x22",
        "&amp;quot;",
        "&lt;script&gt;hit()",
        "=",
        "/",
    ),
    *(
        '" onerror="hit()',
        "' onerror='hit()",
        '"><script>hit()</script>',
        "</picture>",
        "</picture><img src=x>",
    ),
    *(
        '"/><svg onload="hit()">',
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<plaintext>",
        "</body></html>",
        "<base href=x>",
    ),
    *("javascript:hit()", "java\tscript:hit()", "data:text/html,<script>hit()</script>", "x onload=hit() y"),
    *(
        '" style="background:url(x)',
        '" srcset="x 1w',
        " 1w, https://evil.example/ 9999w",
        ", 2x",
        ",,,",
        "  ",
        "%",
    ),
    *(
        "%00",
        "%2C",
        "%22",
        "\0",
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\f",
        "\v",
        "\b",
        "\x1b",
        "\x7f",
        "\x85",
        "\ufeff",
    ),
    *("\u2028", "\u2029", "\u200b", "\u202e", "\u2066", "\u2069", "\u061c", "\u00ad", "\ufffe", "\uffff"),
    *(
        "\ud800",
        "\udfff",
        "\udc41",
        "😀",
        "\U0010ffff",
        "ß",
        "İ",
        "e\u0301",
        "\u0338",
        "\uff02",
        "\uff1cscript\uff1e",
        "\u2039",
        "\ufb00",
    ),
    *(
        "..",
        "../",
        "//",
        "\\",
        "?",
        "#",
        ";",
        "{{7*7}}",
        "${hit()}",
        "'+hit()+'",
        "x" * 999,
    ),
)


def hostile_texts(number: int) -> list[str]:
    """Return each fragment, and then random combinations of them. Always the same."""
    chooser = random.Random(16)  # noqa: S311 - not a secret
    combined = ("".join(chooser.choices(_FRAGMENTS, k=chooser.randint(2, 6))) for _ in range(number))
    return [*_FRAGMENTS, *combined][:number]
