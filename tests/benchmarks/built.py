"""The functions and layers as they are deployed: what a cold start loads is what was built, bytecode and all."""

from pathlib import Path

from local_stack import build
from local_stack.description import logical_id
from local_stack.paths import Paths


def built() -> Path:
    """The folder of the build for this machine, made anew if anything in it has changed."""
    paths = Paths()
    paths.create()
    processor = build.architecture()
    if not build.is_current(paths, wanted := build.sources(paths, processor), processor):
        build.build(paths, wanted, processor)
    return paths.build


def code_of(root: Path, function: str) -> Path:
    """Where the function's own code is in a build."""
    return root / logical_id(function)
