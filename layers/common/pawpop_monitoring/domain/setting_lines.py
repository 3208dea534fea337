"""Settings of several entries, as people write them: one a line, or between semicolons."""

import re
from collections.abc import Sequence

_APART = re.compile(r"[\n;]")


def lines_of(text: str) -> Sequence[str]:
    """The entries, without what is blank around them, and without empty ones."""
    return [line for part in _APART.split(text) if (line := part.strip())]


def named_twice(names: Sequence[str]) -> Sequence[str]:
    """Those that are given more than once, in alphabetical order."""
    return sorted({name for name in names if names.count(name) > 1})
