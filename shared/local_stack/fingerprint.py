"""Tells whether anything that a build or a deployment depends on has changed since it was last done."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

IGNORED = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


def of_files(paths: Iterable[Path]) -> str:
    """A hash over the names and contents of these files, and of all files in these folders."""
    digest = hashlib.sha256()
    for file in (file for path in paths for file in _files(path)):
        content = file.read_bytes()
        digest.update(f"{file}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def of_text(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_current(stamp: Path, fingerprint: str) -> bool:
    """Whether `stamp` was last written with this very fingerprint."""
    return stamp.exists() and stamp.read_text() == fingerprint


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for folder, folders, names in path.walk():
        folders[:] = sorted(set(folders) - IGNORED)
        yield from (folder / name for name in sorted(names))
