"""DynamoDB on demand: a write unit for each kB of an item, half a read unit for each 4 kB of what is looked at."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil

from bill.measured import run_of
from bill.runs import Runs
from bill.use import Use
from bill.workload import SNAPSHOT_KILOBYTES, STANDBY_TABLE_KILOBYTES

_READ_KILOBYTES = 4
_HALF = Decimal("0.5")
_STORED_GIGABYTES = Decimal("0.001")


def uses_of_tables(runs: Sequence[Runs]) -> Iterator[Use]:
    """A scan looks at all of the standby table, the larger one; a query at one piece of it."""
    whole_table = _HALF * ceil(Decimal(STANDBY_TABLE_KILOBYTES) / _READ_KILOBYTES)
    scans, queries, puts, gets = (_calls(runs, name) for name in ("scan", "query", "put", "get"))
    yield Use("dynamodb.reads", scans * whole_table, f"{scans:,.0f} scans of {STANDBY_TABLE_KILOBYTES} kB")
    yield Use("dynamodb.reads", queries * _HALF, f"{queries:,.0f} queries of up to {_READ_KILOBYTES} kB")
    yield Use("dynamodb.reads", gets * _HALF, f"{gets:,.0f} marks of the last change")
    yield Use("dynamodb.writes", puts * SNAPSHOT_KILOBYTES, f"{puts:,.0f} items of {SNAPSHOT_KILOBYTES} kB")
    yield Use("dynamodb.storage", _STORED_GIGABYTES, "a few small tables")


def _calls(runs: Sequence[Runs], name: str) -> Decimal:
    return sum((each.times * run_of(each.function).calls.get(name, 0) for each in runs), Decimal(0))
