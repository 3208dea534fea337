"""What tests leave for a table at the end of the run, by way of their reports, which come from all workers."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.integration.channels import table as channel_table
from tests.integration.faults.matrix import Matrix

KEPT_IN = "PAWPOP_ROWS"
"""Names a file that gets each row as a line of JSON."""
PLAYED_DAYS = "played days"
QUARTERS = "what trends tell in quarters of ordinary shops: payments a day, quarters, alerts"
HISTORIES = "histories of alerts on both sides"
SWEPT_DAYS = "played days, five seeds each: missed, false, storms, zombies at 5 min | at 1 min | answers that differ"
MAILS = "mails accepted of those wanted, by fault and step"


def leave(test: pytest.Item, title: str, row: Sequence[Any]) -> None:
    """Leave a row of plain values, which is what gets from one process to another, and into a file if one is named."""
    test.user_properties.append((title, row))
    if file := os.environ.get(KEPT_IN):
        with Path(file).open("a") as kept:
            kept.write(f"{json.dumps([title, row])}\n")


def lines_of(title: str, rows: Sequence[Any]) -> Iterable[str]:
    """The table of that title."""
    return _LINES[title](rows)


def tables(reports: Iterable[Any]) -> Iterator[tuple[str, Iterable[str]]]:
    """The title and the lines of each table that has rows."""
    left = [entry for report in reports if _is_last(report) for entry in report.user_properties]
    for title in _LINES:
        rows = [row for name, row in left if name == title]
        if rows:
            yield title, lines_of(title, rows)


def _is_last(report: Any) -> bool:
    """Each phase of a test has a report, with all that was left until then."""
    return isinstance(report, pytest.TestReport) and report.when == "teardown"


def _played_days(rows: Sequence[Any]) -> Iterable[str]:
    from tests.unit.scenarios.outcome import table  # noqa: PLC0415  # half of the product, for a table few runs print

    return table(rows)


def _swept_days(rows: Sequence[Any]) -> Iterable[str]:
    total = ("in all", *(sum(column) for column in list(zip(*rows, strict=True))[1:]))
    for name, *numbers in (*rows, total):
        five, one, differing = numbers[:4], numbers[4:8], numbers[8]
        yield f"{name:66} {'  '.join(map(str, five))} | {'  '.join(map(str, one))} | {differing}"


def _mails(rows: Sequence[Any]) -> Iterable[str]:
    return Matrix.of(rows).lines()


def _quarters(rows: Sequence[Any]) -> Iterable[str]:
    for a_day, quarters, told in rows:
        yield f"{a_day:>6} {quarters:>3}  {', '.join(f'{name}: {times}' for name, times in told) or 'nothing'}"


def _histories(rows: Sequence[Any]) -> Iterable[str]:
    from tests.unit.notifications.channels.untrue import KINDS  # noqa: PLC0415  # half of the product as well

    tally: Counter[str] = Counter()
    for (row,) in rows:
        tally.update(row)
    yield from (f"{what:<28}{tally[what]:>9,}" for what in sorted(tally.keys() - set(KINDS)))
    yield from (f"{what:<28}{tally[what]:>9,}" for what in KINDS)


_LINES: Mapping[str, Callable[[Sequence[Any]], Iterable[str]]] = {
    PLAYED_DAYS: _played_days,
    SWEPT_DAYS: _swept_days,
    QUARTERS: _quarters,
    MAILS: _mails,
    HISTORIES: _histories,
    channel_table.TITLE: channel_table.lines,
    channel_table.HANGING: channel_table.hanging_lines,
}
