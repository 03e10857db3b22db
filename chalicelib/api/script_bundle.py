"""Bundle the page's modules into one script, so that a visit needs one request instead of two dozen.

Behind API Gateway, each request invokes a function. Two dozen at once would cause as many cold starts, and a
new AWS account may run only ten functions at a time.

Each module becomes a function that is called once, after the modules that it imports, and returns its
exports. Comments on lines of their own are left out. Only two forms are supported:
`import { a, b } from "./module.js";` on one line, and `export` before a declaration. A test checks that the
modules use no others.
"""

import re
from collections.abc import Mapping

SCRIPT = "app.js"
_SUFFIX = ".js"
_IMPORT = re.compile(r'^import (?:(?P<names>\{[^}]*\}) from )?"\./(?P<module>\w+)\.js";$', re.MULTILINE)
_COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)\n", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|const|function) (\w+))", re.MULTILINE)


def bundled(files: Mapping[str, str]) -> dict[str, str]:
    """Return the page's files with `app.js` and the modules that it imports merged into one script."""
    modules = {name.removesuffix(_SUFFIX): text for name, text in files.items() if name.endswith(_SUFFIX)}
    others = {name: text for name, text in files.items() if not name.endswith(_SUFFIX)}
    parts: dict[str, str] = {}
    _add(SCRIPT.removesuffix(_SUFFIX), modules, parts)
    return {**others, SCRIPT: "\n".join(parts.values())}


def _add(name: str, modules: Mapping[str, str], parts: dict[str, str]) -> None:
    """Append the module after its imports, which are appended unless they have been already."""
    for imported in _IMPORT.finditer(modules[name]):
        if imported["module"] not in parts:
            _add(imported["module"], modules, parts)
    parts[name] = _function(name, modules[name])


def _function(name: str, text: str) -> str:
    body = _EXPORT.sub("", _IMPORT.sub(_destructuring, _COMMENT.sub("", text)))
    exported = ", ".join(_EXPORT.findall(text))
    return f"const ${name} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _destructuring(imported: re.Match[str]) -> str:
    return f"const {imported['names']} = ${imported['module']};" if imported["names"] else ""
