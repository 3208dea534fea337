"""Bringing the alert store and the standby store together, before anything is decided: once the store is back, it
learns from the standby store what happened while it was away, and the standby store drops what ended without it.
"""

from collections.abc import Mapping

from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.alerting.standby.merge import mark_of, merge
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.domain.alert import Alert

_MAX_RACES = 3


def sync(store: AlertStore, standby: StandbyMirror, states: Mapping[str, RuleState]) -> Mapping[str, RuleState]:
    """These states as they are once both stores know the same; StoreUnavailableError if the alert store is away.

    All that the standby store holds of their service is looked at (of all services where they are of several), not
    the states alone: an end that it missed must be known before the outbox tells of it, or the alert would live on in
    a next outage.
    """
    entries = {entry.alert.fingerprint: entry for entry in standby.entries(_service_of(states))}
    others = entries.keys() - states.keys()
    looked_at = {**states, **store.load(others)} if others else states
    strays = [entry for name, entry in entries.items() if not _is_known(entry.alert, looked_at[name])]
    for stray in strays:
        if not store.adopt(stray.alert, stray.step):
            standby.forget(stray.alert)
    known = _brought_up_to_date(store, store.load(looked_at) if strays else looked_at, entries)
    return {name: known[name] for name in states}


def _service_of(states: Mapping[str, RuleState]) -> str | None:
    """The one service of these states; None if they are of several."""
    services = {fingerprint.partition(":")[0] for fingerprint in states}
    return services.pop() if len(services) == 1 else None


def _is_known(alert: Alert, state: RuleState) -> bool:
    """True if the alert store knows this alert to be open."""
    return state.alert is not None and state.alert.id == alert.id


def _brought_up_to_date(
    store: AlertStore, stored: Mapping[str, RuleState], entries: Mapping[str, StandbyEntry]
) -> Mapping[str, RuleState]:
    """The states merged with the entries; what the alert store missed is written to it, which compares first."""
    for _ in range(_MAX_RACES):
        known = {name: merge(state, entries[name].alert) for name, state in stored.items() if name in entries}
        behind = [name for name, state in known.items() if mark_of(state) != mark_of(stored[name])]
        if not behind:
            break
        for name in behind:
            store.save(stored[name], known[name], entries[name].step)
        stored = {**stored, **store.load(behind)}
    return {**stored, **known}
