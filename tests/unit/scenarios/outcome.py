"""What came of a day, against what was expected of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.domain.transition import TransitionKind
from tests.unit.scenarios.incidents import Expected, Incident
from tests.unit.scenarios.monitor import Monitor, Told

HEADINGS = ("incident", "interval", "expected", "raised", "false", "missed", "time to detect", "mails")


@dataclass(frozen=True)
class Outcome:
    """One row of the table."""

    incident: Incident
    interval: timedelta
    expected: Sequence[Expected]
    opened: Sequence[Told]
    mails: int

    @classmethod
    def of(cls, incident: Incident, expected: Sequence[Expected], monitor: Monitor) -> "Outcome":
        opened = [told for told in monitor.told if told.kind is TransitionKind.OPENED]
        return cls(incident, monitor.interval, expected, opened, monitor.mails)

    @property
    def false_alarms(self) -> list[Told]:
        """Of something that did not happen, or again of what was told already."""
        awaited = {one.fingerprint: one.since for one in self.expected}
        firsts = {told.fingerprint: told for told in reversed(self.opened)}
        return [
            told
            for told in self.opened
            if told.fingerprint not in awaited
            or told.at < awaited[told.fingerprint]
            or told is not firsts[told.fingerprint]
        ]

    @property
    def missed(self) -> list[Expected]:
        """Not told, or too late."""
        return [one for one in self.expected if not self._in_time(one)]

    @property
    def row(self) -> tuple[str, ...]:
        """The cells, in the order of `HEADINGS`."""
        return (
            self.incident.name,
            f"{self.interval // timedelta(minutes=1)} min",
            ", ".join(one.fingerprint for one in self.expected) or "none",
            ", ".join(told.fingerprint for told in self.opened) or "none",
            str(len(self.false_alarms)),
            str(len(self.missed)),
            ", ".join(self._delay(one) for one in self.expected) or "-",
            str(self.mails),
        )

    def _in_time(self, one: Expected) -> bool:
        return any(
            told.fingerprint == one.fingerprint and told.at <= one.deadline(self.interval) for told in self.opened
        )

    def _delay(self, one: Expected) -> str:
        told = next((told.at for told in self.opened if told.fingerprint == one.fingerprint), None)
        if told is None:
            return "never"
        seconds = round((told - one.since).total_seconds())
        return f"{seconds // 60}:{seconds % 60:02d}"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows under their headings, in columns."""
    widths = [max(len(row[column]) for row in (HEADINGS, *rows)) for column in range(len(HEADINGS))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (HEADINGS, *rows)
    ]
