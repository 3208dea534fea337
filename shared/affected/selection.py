"""From changed files to test files."""

from collections.abc import Collection
from pathlib import Path

from affected.imports import graph_of, reach

_EVERYWHERE = frozenset({"layers", "common", "shared", "tests", "unit", "functions"})


def affected_tests(root: Path, changed: Collection[Path], under: Path) -> list[Path]:
    """The test files below `under` that need one of `changed`.

    A file that is no module (a template, a text, SQL) is needed by the modules beside it, and by those that name it or
    one of its folders.
    """
    graph = graph_of(root)
    modules = {file for file in changed if file.suffix == ".py"}
    others = {file for file in changed if file.suffix != ".py"}
    touched = modules | {module for module in graph if any(_uses(root, module, other) for other in others)}
    tests = [file for file in graph if file.is_relative_to(under) and file.name.startswith("test_")]
    return sorted(test for test in tests if reach(graph, test) & touched)


def _uses(root: Path, module: Path, other: Path) -> bool:
    if module.parent == other.parent and module.parent != Path():
        return True
    text = (root / module).read_text("utf-8")
    return any(f'{part}"' in text for part in other.parts if part not in _EVERYWHERE)
