"""One alert with all that happened to it: its steps, and what became of telling them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One entry of a timeline.

    `kind` is a step of the alert (`opened`, `escalated`, `reminded`, `acknowledged`, `resolved`), `muted`, `note`, or
    `delivery`, which has a `channel` and an `outcome`: accepted, unheard (taken, but it reached nobody), retry, failed,
    waiting (`until`), dropped.
    """

    at: datetime
    kind: str
    by: str | None = None
    channel: str | None = None
    outcome: str | None = None
    severity: str | None = None
    note: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStory:
    """`happenings` are ordered from old to new; `related` alerts opened at about the same time."""

    alert: Alert
    happenings: Sequence[Happening] = ()
    related: Sequence[Alert] = ()

    @property
    def last_delivery(self) -> Happening | None:
        """The last word on telling people of it."""
        return max(
            (each for each in self.happenings if each.kind == "delivery"), key=lambda each: each.at, default=None
        )


def noted(note: Note) -> Happening:
    """A note as an entry."""
    return Happening(at=note.at, kind="note", by=note.by, note=note.text)


def story_of(alert: Alert, steps: Sequence[Happening], related: Sequence[Alert] = ()) -> AlertStory:
    """The story, with what only the alert itself knows: who took it on, who closed it, what keeps it back."""
    last = {each.kind: each.at for each in sorted(steps, key=_at)}
    own = [each for each in _own(alert) if each.kind not in last or last[each.kind] < each.at]
    return AlertStory(alert=alert, happenings=sorted([*own, *steps], key=_at), related=related)


def _at(happening: Happening) -> datetime:
    return happening.at


def _own(alert: Alert) -> Sequence[Happening]:
    entries = [Happening(at=alert.timestamp, kind="opened", severity=alert.severity)]
    if alert.acknowledged_at is not None:
        entries.append(Happening(at=alert.acknowledged_at, kind="acknowledged", by=alert.acknowledged_by))
    if alert.resolved_at is not None:
        entries.append(Happening(at=alert.resolved_at, kind="resolved", by=alert.resolved_by))
    if alert.silenced_by is not None:
        entries.append(Happening(at=alert.timestamp, kind="muted", note=f"silence {alert.silenced_by}"))
    if alert.inhibited_by is not None:
        entries.append(Happening(at=alert.timestamp, kind="muted", note=f"explained by {alert.inhibited_by}"))
    return entries
