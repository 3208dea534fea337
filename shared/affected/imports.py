"""Who imports whom, read from the sources without running them."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

SOURCE_ROOTS = ("layers/common", "shared", ".")
"""Where names of modules begin, as pytest's `pythonpath` has it."""
_FOLDERS = ("layers/common", "shared", "functions", "tests")

type Graph = Mapping[Path, set[Path]]
"""Each module's file with the files that it needs, all relative to the checkout."""


def graph_of(root: Path) -> Graph:
    """Of all first-party modules; a test also needs the conftest.py of its folder and of those above."""
    files = [file.relative_to(root) for folder in _FOLDERS for file in (root / folder).rglob("*.py")]
    by_name = {name: file for file in files for name in _names(file)}
    return {
        file: {by_name[name] for name in _needs(root / file) if name in by_name} | _fixtures(root, file)
        for file in files
    }


def reach(graph: Graph, start: Path) -> set[Path]:
    """Everything that `start` needs, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        new = graph.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _names(file: Path) -> Iterator[str]:
    for root in map(Path, SOURCE_ROOTS):
        if file.is_relative_to(root):
            parts = file.relative_to(root).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _needs(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from _with_packages(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield from _with_packages(alias.name)


def _with_packages(name: str) -> Iterator[str]:
    """a.b.c runs a/__init__.py and a/b/__init__.py as well."""
    parts = name.split(".")
    yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _fixtures(root: Path, file: Path) -> set[Path]:
    if file.parts[0] != "tests":
        return set()
    return {folder / "conftest.py" for folder in file.parents if (root / folder / "conftest.py").exists()} - {file}
