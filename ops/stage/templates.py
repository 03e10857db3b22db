"""Templates as CloudFormation gets them: in one piece, without `aws cloudformation package`."""

import json
import re
from pathlib import Path

_BESIDE = re.compile(r"^( *)DefinitionS3Location: (\S+)$", re.MULTILINE)


def body(template: Path) -> str:
    """Return the template, with the state machine's definition in the place of its file's name."""

    def put_in(match: re.Match[str]) -> str:
        definition = json.loads((template.parent / match[2]).read_bytes())
        # what JSON writes as a string YAML reads as one
        return f"{match[1]}DefinitionString: {json.dumps(json.dumps(definition))}"

    return _BESIDE.sub(put_in, template.read_text("utf-8"))
