"""The modules of local_stack don't import each other in a circle, inside functions neither."""

import ast
from collections.abc import Collection, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import local_stack

ROOT = Path(local_stack.__file__).parent


def test_there_is_no_circle() -> None:
    modules = {_name(file): file for file in ROOT.rglob("*.py")}
    graph = {name: set(_imported(file, modules)) & modules.keys() - {name} for name, file in modules.items()}
    assert graph["local_stack.lifecycle"] >= {"local_stack.description", "local_stack.stack_file"}
    TopologicalSorter(graph).prepare()  # CycleError names the circle


def _name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


def _imported(file: Path, known: Collection[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else str(node.module) for name in names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
