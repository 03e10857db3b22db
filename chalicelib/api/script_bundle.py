"""Bundle modules into one script, so that a visit needs one request instead of two dozen.

Behind API Gateway, each request invokes a function. Two dozen at once would cause as many cold starts, and a
new AWS account may run only ten functions at a time.

Each module becomes a function that is called once, after the modules that it imports, and returns its
exports. Comments on lines of their own and indentation are left out. Only three forms are supported, each on
one line:
`import { a, b } from "./module.js";`, `export { a, b } from "./module.js";`, and `export` before a
declaration. The module may be in a neighboring folder: `"../embed/module.js"`. A test checks that the modules
use no others.
"""

import re
from collections.abc import Iterator, Mapping

SCRIPT = "app.js"
_SUFFIX = ".js"
_MODULE = r'"(?:\./|\.\./\w+/)(?P<module>\w+)\.js";$'
_IMPORT = re.compile(rf"^import (?:(?P<names>\{{[^}}]*\}}) from )?{_MODULE}", re.MULTILINE)
_REEXPORT = re.compile(rf"^export (?P<names>\{{[^}}]*\}}) from {_MODULE}", re.MULTILINE)
_COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^ +", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|const|function) (\w+))", re.MULTILINE)


def bundled(files: Mapping[str, str]) -> dict[str, str]:
    """Return the page's files with `app.js` and the modules that it imports merged into one script."""
    others = {name: text for name, text in files.items() if not name.endswith(_SUFFIX)}
    return {**others, SCRIPT: script(files, SCRIPT)}


def script(files: Mapping[str, str], entry: str) -> str:
    """Return a module with the exports of the module `entry`, merged with all those that it imports."""
    modules = {name.removesuffix(_SUFFIX): text for name, text in files.items() if name.endswith(_SUFFIX)}
    name = entry.removesuffix(_SUFFIX)
    parts: dict[str, str] = {}
    _add(name, modules, parts)
    exported = _exported(modules[name])
    if exported:
        parts[""] = f"export const {{ {exported} }} = ${name};\n"
    return "\n".join(parts.values())


def _add(name: str, modules: Mapping[str, str], parts: dict[str, str]) -> None:
    """Append the module after its imports, which are appended unless they have been already."""
    for imported in _imported(modules[name]):
        if imported not in parts:
            _add(imported, modules, parts)
    parts[name] = _function(name, modules[name])


def _imported(text: str) -> Iterator[str]:
    for pattern in (_IMPORT, _REEXPORT):
        yield from (match["module"] for match in pattern.finditer(text))


def _function(name: str, text: str) -> str:
    body = _INDENT.sub("", _COMMENT.sub("", text))
    for pattern in (_IMPORT, _REEXPORT):
        body = pattern.sub(_destructuring, body)
    return f"const ${name} = (() => {{\n{_EXPORT.sub('', body)}return {{ {_exported(text)} }};\n}})();\n"


def _exported(text: str) -> str:
    passed_on = [match["names"].strip("{ }") for match in _REEXPORT.finditer(text)]
    return ", ".join([*_EXPORT.findall(text), *passed_on])


def _destructuring(imported: re.Match[str]) -> str:
    return f"const {imported['names']} = ${imported['module']};" if imported["names"] else ""
