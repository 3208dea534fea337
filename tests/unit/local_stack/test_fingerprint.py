"""A build is skipped only if nothing that it reads has changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from local_stack import fingerprint


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "app.py").write_text("a = 1")
    (tmp_path / "template.yaml").write_text("Resources: {}")
    return tmp_path


def of(tree: Path) -> str:
    return fingerprint.of_files([tree / "template.yaml", tree / "functions"])


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: (tree / "functions" / "app.py").write_text("a = 2"),
        lambda tree: (tree / "functions" / "new.py").write_text(""),
        lambda tree: (tree / "functions" / "app.py").rename(tree / "functions" / "other.py"),
        lambda tree: (tree / "template.yaml").write_text("Resources: {A: {}}"),
    ],
    ids=["edited", "added", "renamed", "template"],
)
def test_every_change_shows(tree: Path, change: Callable[[Path], object]) -> None:
    before = of(tree)
    change(tree)
    assert of(tree) != before


def test_compiled_files_and_times_do_not_count(tree: Path) -> None:
    before = of(tree)
    (tree / "functions" / "__pycache__").mkdir()
    (tree / "functions" / "__pycache__" / "app.pyc").write_bytes(b"x")
    (tree / "template.yaml").touch()
    assert of(tree) == before


def test_a_stamp_is_current_for_its_own_fingerprint_only(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    assert not fingerprint.is_current(stamp, "a")
    stamp.write_text("a")
    assert fingerprint.is_current(stamp, "a")
    assert not fingerprint.is_current(stamp, "b")
