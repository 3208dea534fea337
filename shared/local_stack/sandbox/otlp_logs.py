"""ExportLogsServiceRequest of OTLP."""

from typing import Any

from local_stack.sandbox.otlp_json import InvalidError, check_attributes, check_value, is_uint64, members
from local_stack.sandbox.wire import Json

_SEVERITIES = range(25)
_TIMES = ("timeUnixNano", "observedTimeUnixNano")


def read(given: Any) -> tuple[list[Json], int]:
    """The records to take, and how many are rejected as nobody knows when they were; InvalidError for the whole."""
    for resource in members(given, "resourceLogs"):
        check_attributes(resource.get("resource", {}))
    records = list(members(given, "resourceLogs", "scopeLogs", "logRecords"))
    for record in records:
        _check(record)
    taken = [record for record in records if any(record.get(name, "0") != "0" for name in _TIMES)]
    return taken, len(records) - len(taken)


def _check(record: Json) -> None:
    for name in _TIMES:
        if name in record and not is_uint64(record[name]):
            raise InvalidError(f"{name} must be nanoseconds as a decimal text")
    severity = record.get("severityNumber", 0)
    if not isinstance(severity, int) or severity not in _SEVERITIES:
        raise InvalidError("severityNumber must be an integer from 0 to 24")
    if "body" in record:
        check_value(record["body"])
    check_attributes(record)
