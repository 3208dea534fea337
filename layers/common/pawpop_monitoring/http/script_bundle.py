"""Joining ES modules into one script, each in a scope of its own.

Every request to a function may be a cold start of its own, so a page must not come in a dozen pieces. This knows
just the forms of import and export that our modules use, at the beginning of a line and between double quotes.
"""

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import (?P<names>\* as \w+|\{[^}]+\}) from "\./(?P<file>[\w.-]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (?P<name>\w+))", re.MULTILINE)
_LEFTOVER = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


def bundle(modules: Mapping[str, str], entry: str) -> str:
    """One module that does what `entry` does; `modules` are texts by file name. ValueError if that can't be done."""
    return "\n".join(_scoped(name, modules[name]) for name in _in_order(modules, entry, ()))


def _in_order(modules: Mapping[str, str], name: str, importers: tuple[str, ...]) -> list[str]:
    """`name` and what it needs, each after what it needs itself."""
    if name in importers:
        raise ValueError(f"{' -> '.join((*importers, name))} import each other")
    needed = [
        file
        for found in _IMPORT.finditer(modules[name])
        for file in _in_order(modules, found["file"], (*importers, name))
    ]
    return list(dict.fromkeys([*needed, name]))


def _scoped(name: str, text: str) -> str:
    exported = [found["name"] for found in _EXPORT.finditer(text)]
    body = _EXPORT.sub("", _IMPORT.sub(_as_constant, text))
    if leftover := _LEFTOVER.search(body):
        raise ValueError(f"{name}: can't bundle this form: {leftover[0]}")
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();"


def _as_constant(found: re.Match[str]) -> str:
    return f"const {found['names'].removeprefix('* as ')} = {_variable(found['file'])};"


def _variable(file: str) -> str:
    return "$" + re.sub(r"\W", "_", file.removesuffix(".js"))
