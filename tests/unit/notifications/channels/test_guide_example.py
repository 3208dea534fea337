"""The guide's example of a channel, put into a copy of the checkout, works there as it stands on the page."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PAGE = ROOT / "shared/guide/add-a-channel.md"
COPIED = ("layers/common/pawpop_monitoring", "shared/local_stack")
BLOCK = re.compile(r"^`(\S+)`(?:, below `([^`\n]+)`)?:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FOLDERS = {
    "channels": "layers/common/pawpop_monitoring/notifications/channels",
    "sandbox": "shared/local_stack/sandbox",
}
"""What the page calls them."""


def blocks() -> list[tuple[str, str, str]]:
    """File, as the page calls it, the text below which it belongs (empty for a file of its own), and what it says."""
    return [(found[1], found[2] or "", found[3]) for found in BLOCK.finditer(PAGE.read_text())]


def path_of(file: str) -> str:
    """In the copy. A test lies at its top: a folder `tests` would hide the one here, which it makes use of."""
    folder, _, rest = file.partition("/")
    return f"{FOLDERS[folder]}/{rest}" if rest else file


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("checkout")
    for folder in COPIED:
        shutil.copytree(ROOT / folder, copy / folder)
    shutil.copy(ROOT / "template.yaml", copy)
    for file, below, text in blocks():
        put(copy / path_of(file), below, text)
    return copy


def put(file: Path, below: str, text: str) -> None:
    if not below:
        file.parent.mkdir(parents=True, exist_ok=True)
        assert not file.exists()
        file.write_text(text)
        return
    lines = file.read_text().splitlines(keepends=True)
    (place,) = (number for number, line in enumerate(lines) if below in line)
    file.write_text("".join([*lines[: place + 1], text, *lines[place + 1 :]]))


def run(checkout: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = [checkout / "shared", checkout / "layers/common", ROOT, ROOT / "shared"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path)), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )


def test_it_touches_a_folder_the_registry_the_template_and_a_file_of_the_sandbox() -> None:
    own = {file for file, below, _ in blocks() if not below}
    assert {file.rpartition("/")[0] for file in own} == {"channels/ntfy", "sandbox", ""}
    assert len([file for file in own if file.startswith("sandbox/")]) == 1
    assert {file for file, below, _ in blocks() if below} == {"channels/all_kinds.py", "template.yaml"}


def test_its_own_test_passes_in_the_checkout_that_it_was_put_into(checkout: Path) -> None:
    (test,) = map(str, checkout.glob("test_*.py"))
    options = ("-q", "-p", "no:cacheprovider", "--import-mode=importlib", "-c", os.devnull, "--rootdir", str(checkout))
    told = run(checkout, "pytest", *options, test)
    assert told.returncode == 0, told.stdout + told.stderr
    assert " passed" in told.stdout


def test_it_is_written_as_the_house_writes(checkout: Path) -> None:
    files = [path_of(file) for file, below, _ in blocks() if "/" in file and not below]
    config = ("--config", str(ROOT / "pyproject.toml"))
    told = run(checkout, "ruff", "check", "--no-cache", *config, *files)
    assert told.returncode == 0, told.stdout
    told = run(checkout, "ruff", "format", "--no-cache", "--diff", *config, *files)
    assert told.returncode == 0, told.stdout
