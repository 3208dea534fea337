"""The file that keeps what was set."""

from pathlib import Path

import pytest

from parameter_file.errors import ParameterError
from parameter_file.file import change, load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "parameters.env"


def test_without_a_file_nothing_is_set(file: Path) -> None:
    assert load(file) == {}
    change(file, {})
    assert not file.exists()


def test_what_was_set_is_kept_and_can_be_set_anew(file: Path) -> None:
    change(file, {"A": "1", "B": "rate(1 minute)"})
    change(file, {"A": "2", "C": ""})
    assert load(file) == {"A": "2", "B": "rate(1 minute)", "C": ""}
    assert file.stat().st_mode & 0o077 == 0


def test_a_persons_comments_and_lines_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("# cheaper nights\nA = 'x y'\n\n  B=a=b#c\n")
    change(file, {"C": "3"})
    assert "# cheaper nights" in file.read_text()
    assert load(file) == {"A": "x y", "B": "a=b#c", "C": "3"}


def test_a_line_that_sets_nothing_is_named(file: Path) -> None:
    change(file, {"A": "1"})
    file.write_text(file.read_text() + "FalDailyCostLimit 80\n")
    with pytest.raises(ParameterError, match="FalDailyCostLimit 80"):
        load(file)


def test_what_an_editor_writes_before_the_first_line_is_no_name(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\xef\xbb\xbfA=1\r\nB=2\r\n")
    assert load(file) == {"A": "1", "B": "2"}
    change(file, {"A": "3"})
    assert load(file) == {"A": "3", "B": "2"}


def test_a_file_in_another_encoding_is_a_sentence(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes("AlertSender=Für uns <a@example.com>\n".encode("latin-1"))
    with pytest.raises(ParameterError, match="not UTF-8"):
        load(file)
