"""The configuration page, generated from `chalicelib.config.settings` and the strings below its fields.

`python -m docsite.configuration` writes it to docs/ for people who read the docs in the repository.
"""

import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import NODEFAULT
from msgspec.structs import fields

from chalicelib.config.settings import Settings
from chalicelib.config.variable_names import PREFIXES
from ops.templates.settings import described

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "configuration.md"
_HEAD = """\
# Configuration: environment variables

Darkroom reads its settings from environment variables when it starts. If a setting is missing or invalid,
Darkroom does not start, and the error names the setting.

{misspellings}

**On your machine**, set the variable for `make dev`:

```text
PUBLIC_VARIANTS=true make dev
```

`make dev` sets the names of buckets, tables, queues and functions itself, and writes them to `.local/env` for
other terminals. Editing that file does not change the running service.

**In AWS**, [deploy](../deploy.md) with the setting. It keeps its value until you change it:

```text
make deploy STAGE=prod ARGS="--set PUBLIC_VARIANTS=true"
```

`make deploy` sets the names of AWS resources itself. It also has options for some settings, such as
`--origin` for `CORS_ORIGINS`. If you use [CloudFormation](../howto/cloudformation.md), each setting is a
parameter.
"""
_MISSPELLINGS = (
    "Variables that look like a misspelled setting are refused as well: those that differ in one letter from"
    " a setting, and those that begin with {prefixes} but are not a setting."
)
_TABLE = """
| Variable | Default | Description |
| --- | --- | --- |
"""
SECTIONS: Mapping[str, str] = {
    "upload_bucket": "Buckets, tables and queues",
    "max_decode_bytes": "Image engine",
    "render_function": "Variants on demand",
    "upload_prefix": "Uploads, limits and lifetimes",
    "url_expires": "Variant URLs",
    "artifact_bucket": "Presets",
    "process_function": "Processing",
    "moderation": "Moderation",
    "face_detection": "Face detection",
    "default_owner": "Owners and access",
    "images_per_day": "Quotas",
    "event_bus": "Events and webhooks",
    "stage": "Logs and traces",
}
"""The page's sections, by the first setting in each. The others follow in the order of the class."""
_PAGE_IN_DOCS = re.compile(r"`docs/((?:\w+/)?(\w+))\.md`")


def page() -> str:
    """Return the page as Markdown."""
    meanings = described(Settings)
    misspellings = _MISSPELLINGS.format(prefixes=_listed(PREFIXES))
    parts = [_HEAD.replace("{misspellings}", textwrap.fill(misspellings, 110))]
    for field in fields(Settings):
        if section := SECTIONS.get(field.name):
            parts.append(f"\n## {section}\n{_TABLE}")
        parts.append(
            f"| `{field.name.upper()}` | {_shown(field.default)} | {_linked(meanings[field.name])} |\n"
        )
    return "".join(parts)


def _listed(names: Sequence[str]) -> str:
    *most, last = (f"`{name}`" for name in names)
    return f"{', '.join(most)} or {last}"


def _linked(text: str) -> str:
    return _PAGE_IN_DOCS.sub(r"[\2](../\1.md)", text)


def _shown(default: object) -> str:
    if default is NODEFAULT:
        return "required"
    if default is None or default == ():
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
