"""Items of the standby table, to and fro.

An item is keyed by `service` and `fingerprint`. `alert` is the alert as it was when people were last told, as
JSON; beside it are the two numbers that are counted up, `notified_sequence` for the compare-and-set, and
`notified_step`, the transition that was kept last; `notified_opening` is the last one that was an opening, and
`last_found` what the last bad check said since.

Beside the open alerts, an item for each that ended lately says when that was, so that no message which waited says
that it is still open; and an item for each fingerprint that opened lately says when. Neither has an `alert`. The end
that the alert store is still to hear of has the whole alert, and its id in place of the fingerprint.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pydantic_core import from_json, to_json

from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.alerting.standby.present import end_of
from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.bounded_json import CALLERS, fit_members
from pawpop_monitoring.domain.transition import Transition

_ENDS = "#end"
"""A partition of the table that no service can have."""
_OPENINGS = "#openings"
"""Another one."""
_END_KEPT = timedelta(days=15)
"""One day longer than a queue keeps a message."""
_OPENINGS_KEPT = timedelta(days=2)
"""No decision looks at what is older than a day."""


def key_of(alert: Alert) -> dict[str, Any]:
    """Where the open alert of a fingerprint is kept."""
    return {"service": {"S": alert.service}, "fingerprint": {"S": alert.fingerprint}}


def held_end_key_of(alert: Alert) -> dict[str, Any]:
    """Where the end of an alert is held for the alert store."""
    return {"service": {"S": alert.service}, "fingerprint": {"S": alert.id}}


def held_end_item(alert: Alert, step: Transition | None, opening: Transition | None = None) -> dict[str, Any]:
    """The end of an alert, with the transition that tells it and the opening before."""
    values = values_of(alert, "alert", "id", "seen", "occurrences", "sequence")
    names = {":seen": "last_seen", ":sequence": "notified_sequence"}
    attributes = {names.get(name, name[1:]): value for name, value in values.items()}
    told = {"notified_step": step, "notified_opening": opening}
    return held_end_key_of(alert) | attributes | {name: step_value(each) for name, each in told.items() if each}


def values_of(alert: Alert, *names: str) -> dict[str, Any]:
    """Values of an update expression, by placeholder: DynamoDB refuses those that it does not name."""
    values = {
        "alert": {"S": AlertSnapshot.of(alert).bounded().model_dump_json()},
        "found": {"S": to_json({"message": alert.message, "details": fit_members(alert.details, CALLERS)}).decode()},
        "id": {"S": alert.id},
        "seen": {"S": alert.last_seen.isoformat()},
        "occurrences": {"N": str(alert.occurrences)},
        "sequence": {"N": str(alert.sequence)},
    }
    return {f":{name}": values[name] for name in names}


def step_value(step: Transition) -> dict[str, Any]:
    """A transition, complete."""
    return {"S": TransitionMessage.of(step).bounded().model_dump_json()}


def entry_of(item: Mapping[str, Any]) -> StandbyEntry:
    """What an item holds."""
    alert = AlertSnapshot.model_validate_json(item["alert"]["S"]).to_alert()
    counted = replace(
        alert,
        occurrences=int(item["occurrences"]["N"]),
        last_seen=datetime.fromisoformat(item["last_seen"]["S"]),
    )
    entry = StandbyEntry.of(counted, _step_of(item, "notified_step"), _step_of(item, "notified_opening"))
    return entry.finding(**from_json(item["last_found"]["S"])) if "last_found" in item else entry


def _step_of(item: Mapping[str, Any], name: str) -> Transition | None:
    return TransitionMessage.model_validate_json(item[name]["S"]).to_transition() if name in item else None


def end_key_of(alert: Alert) -> dict[str, Any]:
    """Where the end of this very alert is kept."""
    return {"service": {"S": _ENDS}, "fingerprint": {"S": alert.id}}


def end_item(alert: Alert) -> dict[str, Any]:
    """That `alert` is over, and since when."""
    end = end_of(alert)
    expiration = {"N": str(int((end + _END_KEPT).timestamp()))}
    return {**end_key_of(alert), "ended_at": {"S": end.isoformat()}, "expiration": expiration}


def openings_key_of(fingerprint: str) -> dict[str, Any]:
    """Where it is kept how often a fingerprint opened lately."""
    return {"service": {"S": _OPENINGS}, "fingerprint": {"S": fingerprint}}


def openings_item(state: RuleState) -> dict[str, Any]:
    """When its alerts opened, and when people were told that they come and go."""
    told = state.flapping_notified_at
    last = max(filter(None, (*state.opens[-1:], told)), default=None)
    expiration = {"expiration": {"N": str(int((last + _OPENINGS_KEPT).timestamp()))}} if last else {}
    flapping = {"flapping_notified_at": {"S": told.isoformat()}} if told else {}
    opens = {"L": [{"S": opened.isoformat()} for opened in state.opens]}
    return {**openings_key_of(state.fingerprint), "opens": opens, **flapping, **expiration}


def openings_of(fingerprint: str, item: Mapping[str, Any]) -> RuleState:
    """The same read back; of no item, nothing."""
    opens = tuple(datetime.fromisoformat(each["S"]) for each in item.get("opens", {}).get("L", ()))
    told = item.get("flapping_notified_at")
    flapping_notified_at = datetime.fromisoformat(told["S"]) if told else None
    return RuleState(fingerprint=fingerprint, opens=opens, flapping_notified_at=flapping_notified_at)


def ended_at(item: Mapping[str, Any] | None) -> datetime | None:
    """When the alert ended, as its item says."""
    return datetime.fromisoformat(item["ended_at"]["S"]) if item else None
