"""Subjects of commits."""

import subprocess
from pathlib import Path

import pytest

HOOK = Path(__file__).resolve().parents[3] / "shared" / "git_hooks" / "commit-msg"


@pytest.mark.parametrize(
    ("message", "taken"),
    [
        ("a" * 60, True),
        ("a" * 61, False),
        ("ö" * 60, True),
        ("# a comment that an editor shows\n\n" + "a" * 60 + "\n\n" + "b" * 110, True),
        ("\n" + "a" * 61, False),
        ('Revert "' + "a" * 60 + '"', True),
        ("fixup! " + "a" * 60, True),
    ],
)
def test_a_subject_has_at_most_sixty_characters(tmp_path: Path, message: str, taken: bool) -> None:
    file = tmp_path / "message"
    file.write_text(message + "\n")
    done = subprocess.run([HOOK, file], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is taken
    assert taken or "61 characters" in done.stderr
