"""Rows of monitoring_alerts, to and fro."""

from collections.abc import Mapping
from typing import Any

from psycopg import sql

from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.text import clean
from pawpop_monitoring.storage.json_values import as_json, read_object

# `resolved` is left to the table's trigger, which keeps it in step with `status`.
_NAMES = (
    "id",
    "service",
    "rule",
    "fingerprint",
    "severity",
    "message",
    "details",
    "timestamp",
    "last_seen",
    "status",
    "occurrences",
    "sequence",
    "acknowledged_at",
    "acknowledged_by",
    "resolved_at",
    "resolved_by",
    "notified_at",
    "notified_severity",
    "escalated",
    "flapping",
    "last_good",
    "silenced_by",
    "inhibited_by",
)

COLUMNS = sql.SQL(", ").join(map(sql.Identifier, _NAMES))
"""Every column of an alert, as a select list; `alert_of` reads its rows."""

PLACEHOLDERS = sql.SQL(", ").join(map(sql.Placeholder, _NAMES))
"""The values of `parameters_of`, in the order of `COLUMNS`."""

ASSIGNMENTS = sql.SQL(", ").join(
    sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in _NAMES if name != "id"
)
"""Everything but the id, for an UPDATE with the values of `parameters_of`."""


def alert_of(row: Mapping[str, Any]) -> Alert:
    """The alert in a row that has all `COLUMNS`; further columns are ignored.

    An older release, or a person with SQL, may have written what no queue takes.
    """
    values = {name: _readable(row[name]) for name in _NAMES}
    told = row["notified_severity"]
    parsed = {
        "details": read_object(row["details"]),
        "severity": Severity(row["severity"]),
        "status": AlertStatus(row["status"]),
        "notified_severity": None if told is None else Severity(told),
    }
    return Alert(**values | parsed)


def parameters_of(alert: Alert) -> dict[str, object]:
    """The alert as query parameters named like its columns."""
    return {name: _stored(getattr(alert, name)) for name in _NAMES}


def _stored(value: object) -> object:
    if isinstance(value, str):
        return clean(str(value))
    return as_json(value) if isinstance(value, Mapping) else value


def _readable(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value
