"""Bytecode for what was built: /opt and /var/task can't be written to on AWS, so each cold start would compile anew.

The files are unchecked: zipping and unpacking changes the times of sources, and there they never change. They name
their sources as Lambda unpacks them, so that the same sources give the same bytes wherever they are built.
"""

import compileall
import sys
from collections.abc import Iterator
from pathlib import Path
from py_compile import PycInvalidationMode

from local_stack.errors import StackError

RUNTIME = (3, 13)
"""Of the template; the bytecode of another Python is passed over."""
_LAYERS, _FUNCTIONS = "/opt", "/var/task"


def compile_all(build: Path) -> None:
    """Compile every module of every layer and function below this folder of `sam build`."""
    if sys.version_info[:2] != RUNTIME:
        raise StackError(f"Bytecode for Python {RUNTIME[0]}.{RUNTIME[1]} has to be made with it. Run 'make install'.")
    for folder, unpacked in _folders(build):
        done = compileall.compile_dir(
            folder,
            stripdir=str(folder),
            prependdir=unpacked,
            quiet=2,
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        )
        if not done:
            raise StackError(
                f"A module in {folder} can't be compiled. Run 'python -m compileall {folder}' to see which."
            )


def _folders(build: Path) -> Iterator[tuple[Path, str]]:
    for folder in sorted(path for path in build.iterdir() if path.is_dir()):
        yield folder, _LAYERS if (folder / "python").is_dir() else _FUNCTIONS
