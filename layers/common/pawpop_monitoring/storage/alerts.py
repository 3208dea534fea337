"""The alert store in Postgres."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.errors import UniqueViolation
from pydantic import ValidationError

from pawpop_monitoring.alerting.decide.notifying import is_reopened, steps_to_adopt
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.contracts.records import NoteRecord
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.bounded_json import fit_json_text
from pawpop_monitoring.domain.transition import Transition
from pawpop_monitoring.storage import alert_sql
from pawpop_monitoring.storage.alert_notes import insert_notes
from pawpop_monitoring.storage.alert_rows import alert_of, parameters_of
from pawpop_monitoring.storage.connection import Cursor, Database

_logger = logging.getLogger(__name__)
_UNPUBLISHED_LIMIT = 100


class _LostRaceError(Exception):
    """Someone else changed the state; rolls the transaction back."""


@dataclass(frozen=True, slots=True)
class PostgresAlertStore:
    """alerting.ports.AlertStore on `database`."""

    database: Database

    def load(self, fingerprints: Iterable[str]) -> Mapping[str, RuleState]:
        """The state of each fingerprint, all in one query."""
        with self.database.transaction() as cursor:
            rows = cursor.execute(alert_sql.LOAD, [list(fingerprints)]).fetchall()
        return {row["wanted"]: _state_of(row) for row in rows}

    def find(self, alert_id: str) -> Alert | None:
        """The alert with that id, open or resolved."""
        with self.database.transaction() as cursor:
            row = cursor.execute(alert_sql.FIND, [alert_id.replace("\0", "")]).fetchone()
        return alert_of(row) if row else None

    def open_states(self, limit: int) -> Sequence[RuleState]:
        """At most `limit` told of longest ago and as many never told; those of older installations are left out."""
        with self.database.transaction() as cursor:
            return [_state_of(row) for row in cursor.execute(alert_sql.OPEN_STATES, {"limit": limit})]

    def save(self, before: RuleState, after: RuleState, transition: Transition | None) -> bool:
        """Write `after` and its transition; nothing, and False, if `before` is no longer the state."""
        try:
            with self.database.transaction() as cursor:
                _save_state(cursor, before, after)
                _save_alert(cursor, before.alert, after.alert)
                if transition is not None:
                    _save_transition(cursor, transition)
        except (_LostRaceError, UniqueViolation):
            return False
        return True

    def adopt(self, alert: Alert, step: Transition | None = None, opening: Transition | None = None) -> bool:
        """Insert an alert that was opened elsewhere, with what people should have heard of it, `step` last."""
        try:
            return self._adopt(alert, steps_to_adopt(alert, step, opening))
        except UniqueViolation:
            return False

    def _adopt(self, alert: Alert, steps: Sequence[Transition]) -> bool:
        reopened = {"reopened": is_reopened(steps)}
        with self.database.transaction() as cursor:
            adopted = cursor.execute(alert_sql.ADOPT, parameters_of(alert) | reopened).rowcount == 1
            for transition in steps if adopted else ():
                _save_transition(cursor, transition)
        return adopted

    def add_note(self, note: Note) -> None:
        """Keep a note on an alert."""
        with self.database.transaction() as cursor:
            insert_notes(cursor, [NoteRecord.of(note)])

    def unpublished(self) -> Sequence[TransitionMessage]:
        """What is not known to be in AlertQueue; the oldest first, at most 100."""
        with self.database.transaction() as cursor:
            rows = cursor.execute(alert_sql.UNPUBLISHED, [_UNPUBLISHED_LIMIT]).fetchall()
        readable = {row["key"]: message for row in rows if (message := _message_of(row))}
        unreadable = [row["key"] for row in rows if row["key"] not in readable]
        if unreadable:
            _logger.error("put aside, since they can't be read: %s", unreadable)
            self.mark_refused(dict.fromkeys(unreadable, "unreadable"))
        return list(readable.values())

    def mark_refused(self, reasons: Mapping[str, str]) -> None:
        """Remember why AlertQueue will never take these transitions."""
        with self.database.transaction() as cursor:
            for key, reason in reasons.items():
                cursor.execute(alert_sql.MARK_REFUSED, {"key": key, "reason": reason})

    def mark_published(self, keys: Iterable[str]) -> None:
        """Remember that these transitions are in AlertQueue."""
        with self.database.transaction() as cursor:
            cursor.execute(alert_sql.MARK_PUBLISHED, [list(keys)])


def _message_of(row: Mapping[str, Any]) -> TransitionMessage | None:
    """None for what another version wrote."""
    try:
        return TransitionMessage.model_validate_json(row["message"])
    except ValidationError:
        return None


def _state_of(row: Mapping[str, Any]) -> RuleState:
    return RuleState(
        fingerprint=row["wanted"],
        alert=None if row["id"] is None else alert_of(row),
        outcomes=row["outcomes"],
        looked_at=tuple(row["looked_at"]),
        opens=tuple(row["opens"]),
        flapping_notified_at=row["flapping_notified_at"],
        version=row["version"],
    )


def _save_state(cursor: Cursor, before: RuleState, after: RuleState) -> None:
    statement = alert_sql.UPDATE_STATE if before.version else alert_sql.INSERT_STATE
    remembered = {
        "outcomes": after.outcomes,
        "looked_at": list(after.looked_at),
        "opens": list(after.opens),
        "flapping_notified_at": after.flapping_notified_at,
    }
    cursor.execute(statement, {"fingerprint": before.fingerprint, "version": before.version} | remembered)
    _expect_one_row(cursor)


def _save_alert(cursor: Cursor, before: Alert | None, after: Alert | None) -> None:
    """Write what became of the alert, provided that its row is still as `before` says.

    The version does not tell: the recorder and an older installation's writers change alerts without it.
    """
    if after is None or after == before:
        return
    if before is None:
        cursor.execute(alert_sql.OPEN, parameters_of(after))
    else:
        guard = {"id_before": before.id, "status_before": before.status, "sequence_before": before.sequence}
        cursor.execute(alert_sql.UPDATE, parameters_of(after) | guard)
    _expect_one_row(cursor)


def _expect_one_row(cursor: Cursor) -> None:
    if cursor.rowcount != 1:
        raise _LostRaceError


def _save_transition(cursor: Cursor, transition: Transition) -> None:
    cursor.execute(
        alert_sql.INSERT_TRANSITION,
        {
            "key": transition.key,
            "alert_id": transition.alert.id,
            "kind": transition.kind,
            "at": transition.at,
            "message": fit_json_text(TransitionMessage.of(transition).model_dump_json()),
        },
    )
