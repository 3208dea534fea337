"""A demo breaks things, closes alerts and forgets how often they came: not where somebody's own alerts are."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from local_stack.demo.diary import Diary
from local_stack.errors import StackError

_REMEMBERED = timedelta(hours=1)
"""For how long the engine counts openings against flapping, which a demo resets."""

type Alert = Mapping[str, Any]


def refuse_if_in_use(alerts: Iterable[Alert], fingerprints: Collection[str], diary: Diary, now: datetime) -> None:
    """StackError with the reason if a demo that breaks `fingerprints` would meddle with one of `alerts`."""
    real = [alert for alert in alerts if _meddled_with(alert, fingerprints, now) and not diary.is_of_a_demo(alert)]
    if real:
        told = "\n".join(
            f"  {_state(alert)} {alert['fingerprint']}: {alert['message']} ({alert['id']})" for alert in real
        )
        raise StackError(
            f"This stack has alerts of its own, which a demo would close or be disturbed by:\n{told}\n"
            "Deal with them first; one that is over counts for an hour. 'make reset' drops them with all data."
        )


def refuse_other_thresholds(chosen: Collection[str]) -> None:
    """StackError if a threshold is among the parameters that were chosen here: the demo breaks the default ones."""
    if others := sorted(name for name in chosen if name.endswith(("Threshold", "Limit"))):
        raise StackError(
            f"The demo needs the default thresholds. Take {', '.join(others)} out of .local/parameters.env."
        )


def _meddled_with(alert: Alert, fingerprints: Collection[str], now: datetime) -> bool:
    if alert["resolved"]:
        return alert["fingerprint"] in fingerprints and now - datetime.fromisoformat(alert["timestamp"]) < _REMEMBERED
    return alert["fingerprint"] in fingerprints or alert["severity"] != "low"


def _state(alert: Alert) -> str:
    return "over:" if alert["resolved"] else "open:"
