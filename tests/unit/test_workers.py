"""A run on two workers: whose the deployed stack is, and what comes back for the tables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_CHECKOUT = Path(__file__).parents[2]
_CONFTEST = "from tests.conftest import pytest_terminal_summary, pytest_xdist_make_scheduler\n"
_TEST = """
import os, pathlib
from tests.tables import MAILS, leave
from tests.integration.faults.matrix import Matrix, Tally
from collections import Counter

def test_a(request, pytestconfig):
    ran_on = pathlib.Path(pytestconfig.rootpath, "ran_on")
    ran_on.mkdir(exist_ok=True)
    ran_on.joinpath(request.path.stem).write_text(os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    matrix = Matrix({(request.path.stem, "open"): Tally(Counter(opened=2), Counter(opened=1))})
    for row in matrix.rows():
        leave(request.node, MAILS, row)

test_b = test_a
"""


def _run(root: Path, files: list[str], *options: str) -> str:
    """Pytest's output on a project of those files, with our settings."""
    for file in files:
        root.joinpath(file).parent.mkdir(parents=True, exist_ok=True)
        root.joinpath(file).write_text(_TEST)
    root.joinpath("conftest.py").write_text(_CONFTEST)
    root.joinpath("pytest.ini").write_text(
        f"[pytest]\npythonpath = {_CHECKOUT} {_CHECKOUT / 'layers/common'} {_CHECKOUT / 'shared'}\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-q", "--import-mode=importlib", "-p", "no:cacheprovider", *options]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_deployed_stack_is_one_worker_s_alone(tmp_path: Path) -> None:
    stacked = [f"tests/e2e/test_stacked{number}.py" for number in range(4)]
    said = _run(tmp_path, [*stacked, "tests/e2e/browser/test_stacked9.py", "tests/unit/test_plain.py"], "-n", "2")
    ran_on = {file.name: file.read_text() for file in (tmp_path / "ran_on").iterdir()}
    del ran_on["test_plain"]
    assert len(ran_on) == 5
    assert len(set(ran_on.values())) == 1
    assert "12 passed" in said


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["alone", "two workers"])
def test_rows_of_all_workers_come_into_the_table_once(tmp_path: Path, options: tuple[str, ...]) -> None:
    said = _run(tmp_path, ["tests/unit/test_some.py", "tests/unit/test_others.py"], *options)
    assert "mails accepted of those wanted" in said
    assert "2 cells, 4 mails wanted, 2 accepted" in said
