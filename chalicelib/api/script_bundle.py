"""The page's modules as one script, so that a visit costs a request instead of one for each of them.

Behind API Gateway every request is an invocation: two dozen at the same moment meet as many cold starts, and
the ten environments that a new AWS account may have. The modules stay as browsers read them, so this is no
compiler: each becomes a function that is called at once and returns what it exports, after those that it
imports. What it understands is how this page's modules are written, `import { a, b } from "./module.js";` on
one line and `export` before a declaration; a test holds them to it.
"""

import re
from collections.abc import Mapping

SCRIPT = "app.js"
_SUFFIX = ".js"
_IMPORT = re.compile(r'^import (?:(?P<names>\{[^}]*\}) from )?"\./(?P<module>\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|const|function) (\w+))", re.MULTILINE)


def bundled(files: Mapping[str, str]) -> dict[str, str]:
    """Return the page's files with one script, `app.js`, instead of it and the modules that it imports."""
    modules = {name.removesuffix(_SUFFIX): text for name, text in files.items() if name.endswith(_SUFFIX)}
    others = {name: text for name, text in files.items() if not name.endswith(_SUFFIX)}
    parts: dict[str, str] = {}
    _add(SCRIPT.removesuffix(_SUFFIX), modules, parts)
    return {**others, SCRIPT: "\n".join(parts.values())}


def _add(name: str, modules: Mapping[str, str], parts: dict[str, str]) -> None:
    """Append the module, unless it is there, after what it imports."""
    for imported in _IMPORT.finditer(modules[name]):
        if imported["module"] not in parts:
            _add(imported["module"], modules, parts)
    parts[name] = _function(name, modules[name])


def _function(name: str, text: str) -> str:
    body = _EXPORT.sub("", _IMPORT.sub(_taken, text))
    exported = ", ".join(_EXPORT.findall(text))
    return f"const ${name} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _taken(imported: re.Match[str]) -> str:
    return f"const {imported['names']} = ${imported['module']};" if imported["names"] else ""
