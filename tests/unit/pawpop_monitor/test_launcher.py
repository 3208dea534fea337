"""`.venv/bin/pawpop-monitor`, as `make install` puts it there, runs from any folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_it_finds_its_checkout(tmp_path: Path) -> None:
    programs = tmp_path / "check out" / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs.parents[1] / "shared").symlink_to(ROOT / "shared")
    (programs / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (programs / "python").chmod(0o755)
    shutil.copy(ROOT / "shared" / "pawpop_monitor" / "launcher.sh", programs / "pawpop-monitor")
    (programs / "pawpop-monitor").chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PAWPOP_", "PYTHONPATH"))}
    done = subprocess.run(
        [programs / "pawpop-monitor", "--help"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Exit codes" in done.stdout
