"""What `make status` says of a stack that does not run."""

from pathlib import Path

import pytest

from local_stack import console
from local_stack.errors import StackError
from local_stack.paths import Paths


def test_a_stopped_stack_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = Paths(tmp_path)
    paths.create()
    with pytest.raises(StackError, match="make up"):
        console.status(paths)
    assert capsys.readouterr().out.count("stopped") == 3
