"""What git says has changed."""

import subprocess
from pathlib import Path

import pytest

from affected.changes import changed_files


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    _git(tmp_path, "init", "-q", "-b", "main")
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text("1\n")
        _git(tmp_path, "add", ".")
        _git(tmp_path, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", name)
    return tmp_path


def _git(folder: Path, *command: str) -> None:
    subprocess.run(["git", *command], cwd=folder, check=True)


def test_it_is_what_is_not_committed_yet(checkout: Path) -> None:
    (checkout / "one.py").write_text("2\n")
    (checkout / "größe neu.py").write_text("")
    assert changed_files(checkout) == {Path("one.py"), Path("größe neu.py")}


def test_or_what_the_last_commit_changed(checkout: Path) -> None:
    assert changed_files(checkout) == {Path("two.py")}


def test_or_what_differs_from_another_commit(checkout: Path) -> None:
    (checkout / "three.py").write_text("")
    assert changed_files(checkout, base="HEAD~1") == {Path("two.py"), Path("three.py")}
