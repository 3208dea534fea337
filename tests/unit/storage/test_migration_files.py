"""Until the first release the migrations are rewritten in place, so that each thing is said once."""

import re
from collections import Counter
from pathlib import Path

MIGRATIONS = Path(__file__).parents[3] / "shared" / "migrations"
FILES = sorted(MIGRATIONS.glob("*.sql"))
UPWARD = {file.name: file.read_text().partition("-- migrate:down")[0] for file in FILES}


def defined(pattern: str) -> Counter[str]:
    return Counter(name for text in UPWARD.values() for name in re.findall(pattern, text))


def test_they_are_one_readable_file_per_family() -> None:
    assert 0 < len(FILES) <= 8
    assert {name: text.count("\n") for name, text in UPWARD.items() if text.count("\n") > 300} == {}


def test_each_function_and_table_is_defined_once() -> None:
    functions = defined(r"CREATE (?:OR REPLACE )?FUNCTION (public\.\w+)")
    tables = defined(r"CREATE TABLE IF NOT EXISTS (public\.\w+)")
    assert len(functions) > 10
    assert len(tables) > 10
    assert [name for name, times in (functions + tables).items() if times > 1] == []


def test_nothing_is_added_and_dropped_again() -> None:
    assert [name for name, text in UPWARD.items() if "DROP COLUMN" in text] == []
    added = defined(r"(?:CREATE|ADD COLUMN)[^;]*?IF NOT EXISTS (\w+)")
    dropped = defined(r"DROP (?:TABLE|INDEX|COLUMN|TRIGGER)(?: IF EXISTS)? (?:public\.)?(\w+)")
    assert added.keys() & dropped.keys() == set()


def test_each_table_and_function_is_protected() -> None:
    made = defined(r"CREATE (?:OR REPLACE )?FUNCTION (public\.\w+)") + defined(
        r"CREATE TABLE IF NOT EXISTS (public\.\w+)"
    )
    protected = defined(r"'(?:TABLE|FUNCTION) (public\.\w+)")
    assert made.keys() - protected.keys() == set()
