"""What is built carries bytecode that is used as it is, wherever AWS unpacks it."""

import importlib.util
import marshal
import subprocess
import sys
from pathlib import Path

import pytest

from local_stack import bytecode
from local_stack.errors import StackError

HEADER = 16
UNCHECKED = b"\x01\x00\x00\x00"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    for module in ("Layer/python/package/module.py", "Function/app.py"):
        (tmp_path / module).parent.mkdir(parents=True)
        (tmp_path / module).write_text("ANSWER = 42\n")
    (tmp_path / "template.yaml").write_text("")
    return tmp_path


def _compiled(source: Path) -> Path:
    return Path(importlib.util.cache_from_source(str(source)))


@pytest.mark.parametrize(
    ("module", "unpacked"),
    [
        ("Layer/python/package/module.py", "/opt/python/package/module.py"),
        ("Function/app.py", "/var/task/app.py"),
    ],
)
def test_each_module_has_unchecked_bytecode_with_its_place_on_aws(build: Path, module: str, unpacked: str) -> None:
    bytecode.compile_all(build)
    content = _compiled(build / module).read_bytes()
    assert content[4:8] == UNCHECKED
    assert marshal.loads(content[HEADER:]).co_filename == unpacked


def test_the_same_sources_give_the_same_bytes(build: Path, tmp_path: Path) -> None:
    bytecode.compile_all(build)
    before = _compiled(build / "Function/app.py").read_bytes()
    (build / "Function/app.py").touch()
    bytecode.compile_all(build)
    assert _compiled(build / "Function/app.py").read_bytes() == before


def test_it_is_what_runs_although_the_source_looks_newer(build: Path) -> None:
    bytecode.compile_all(build)
    (build / "Function/app.py").write_text("ANSWER = 7\n")
    command = [sys.executable, "-c", "import app; print(app.ANSWER)"]
    done = subprocess.run(command, cwd=build / "Function", capture_output=True, text=True, check=True)
    assert done.stdout == "42\n"


def test_a_module_that_can_not_be_compiled_is_told(build: Path) -> None:
    (build / "Function/app.py").write_text("def\n")
    with pytest.raises(StackError, match="Function"):
        bytecode.compile_all(build)


def test_another_python_is_refused(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bytecode, "RUNTIME", (3, 12))
    with pytest.raises(StackError, match="make install"):
        bytecode.compile_all(build)
