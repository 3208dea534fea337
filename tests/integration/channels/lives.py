"""Lives of an alert of which any two neighbouring moves can be swapped."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import NOTICES, TransitionKind
from tests.unit.notifications.messages import OPENED_AT, message

APART = timedelta(minutes=90)
_KINDS: Mapping[str, tuple[TransitionKind, Reason]] = {
    "open": (TransitionKind.OPENED, Reason.OPENED),
    "escalate": (TransitionKind.ESCALATED, Reason.ESCALATED),
    "remind": (TransitionKind.REMINDED, Reason.REMINDED),
    "acknowledge": (TransitionKind.ACKNOWLEDGED, Reason.ACKNOWLEDGED),
    "resolve": (TransitionKind.RESOLVED, Reason.RESOLVED),
    "reopen": (TransitionKind.OPENED, Reason.REOPENED),
}
LIVES: Sequence[Sequence[str]] = (
    ("open", "escalate", "remind", "acknowledge", "resolve", "reopen"),
    ("open", "acknowledge", "escalate", "resolve"),
    ("open", "resolve", "reopen", "acknowledge", "remind"),
    ("open", "remind", "escalate", "acknowledge"),
    ("open", "remind", "resolve"),
)


def neighbours() -> Iterator[tuple[Sequence[str], int]]:
    """Each two moves that follow each other: a life up to one move after them, and the place of the first."""
    seen = set()
    for moves in LIVES:
        for at, pair in enumerate(pairwise(moves)):
            if pair not in seen:
                seen.add(pair)
                yield moves[: at + 3], at


def life_of(moves: Sequence[str]) -> Sequence[AlertMessage]:
    """A step for each move, `APART` from each other; what is only noticed has no number of its own."""
    return [_step(moves[: number + 1]) for number in range(len(moves))]


def _step(moves: Sequence[str]) -> AlertMessage:
    kind, reason = _KINDS[moves[-1]]
    if moves[-2:] == ("acknowledge", "remind"):
        reason = Reason.ACKNOWLEDGEMENT_EXPIRED
    after, severity = APART * (len(moves) - 1), _severity(moves)
    return message(
        kind,
        after,
        reason=reason,
        heard=_severity(moves[:-1]) if len(moves) > 1 else None,
        sequence=sum(_KINDS[move][0] not in NOTICES for move in moves),
        severity=severity,
        notified_severity=severity,
        notified_at=OPENED_AT + after,
        **_standing(moves[-1], after),
    )


def _severity(moves: Sequence[str]) -> Severity:
    return Severity.CRITICAL if "escalate" in moves else Severity.HIGH


def _standing(move: str, after: timedelta) -> Mapping[str, Any]:
    at = OPENED_AT + after
    match move:
        case "acknowledge":
            return {"status": AlertStatus.ACKNOWLEDGED, "acknowledged_at": at, "acknowledged_by": "Ann"}
        case "resolve":
            return {"status": AlertStatus.RESOLVED, "resolved_at": at, "resolved_by": "check"}
        case _:
            return {}
