"""Bringing the alert store and the standby store together, before anything is decided: once the store is back, it
learns from the standby store what happened while it was away, and the standby store drops what ended without it.
"""

import logging
from collections.abc import Mapping, Sequence

from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.alerting.standby.merge import ended, mark_of, merge
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.transition import Transition, TransitionKind

_logger = logging.getLogger(__name__)
_MAX_RACES = 3
_REPEATS = frozenset({TransitionKind.ESCALATED, TransitionKind.REMINDED})


def sync(store: AlertStore, standby: StandbyMirror, states: Mapping[str, RuleState]) -> Mapping[str, RuleState]:
    """These states as they are once both stores know the same; StoreUnavailableError if the alert store is away.

    All that the standby store holds of their service is looked at (of all services where they are of several), not
    the states alone: an end that it missed must be known before the outbox tells of it, or the alert would live on in
    a next outage.
    """
    held = standby.entries(_service_of(states))
    states = _with_ends(store, standby, [entry for entry in held if entry.alert.resolved], states)
    entries = {entry.alert.fingerprint: entry for entry in held if not entry.alert.resolved}
    others = entries.keys() - states.keys()
    looked_at = {**states, **store.load(others)} if others else states
    strays = [entry for name, entry in entries.items() if not _is_known(entry.alert, looked_at[name])]
    for stray in strays:
        _take_in(store, standby, stray, looked_at[stray.alert.fingerprint])
    known = _brought_up_to_date(store, store.load(looked_at) if strays else looked_at, entries)
    return {name: known[name] for name in states}


def _take_in(store: AlertStore, standby: StandbyMirror, stray: StandbyEntry, state: RuleState) -> None:
    if _was_deleted(store, stray.alert, state):
        _logger.warning("%s is forgotten: its row was deleted from the table", stray.alert.id)
        standby.forget(stray.alert)
    elif not store.adopt(stray.present, stray.step, stray.told_opening) and not _is_open(store, stray.alert):
        standby.forget(stray.alert)


def _is_open(store: AlertStore, alert: Alert) -> bool:
    """True of what somebody saved after the states were read, and before the standby store was."""
    found = store.find(alert.id)
    return found is not None and not found.resolved


def _was_deleted(store: AlertStore, alert: Alert, state: RuleState) -> bool:
    """True if the alert store remembers that it opened, and has it no more: a backup would know of neither."""
    return alert.timestamp in state.opens and store.find(alert.id) is None


def _with_ends(
    store: AlertStore, standby: StandbyMirror, ends: Sequence[StandbyEntry], states: Mapping[str, RuleState]
) -> Mapping[str, RuleState]:
    """The states after the alert store has heard of alerts that a person closed while it was away."""
    for end in ends:
        if _is_stored(store, end):
            _drop_superseded(store, end.alert)
            standby.release_end(end.alert)
    ended = {end.alert.fingerprint for end in ends} & states.keys()
    return {**states, **store.load(ended)} if ended else states


def _is_stored(store: AlertStore, end: StandbyEntry) -> bool:
    """Write this end into the alert store; False if somebody else changed the alert at the same moment."""
    state = store.load([end.alert.fingerprint])[end.alert.fingerprint]
    if _is_known(end.alert, state):
        return store.save(state, ended(state, end.alert), end.step)
    store.adopt(end.alert, end.step, end.told_opening)  # refused if the store knows that it is over
    return True


def _drop_superseded(store: AlertStore, ended: Alert) -> None:
    """People heard of the end already: what still waits in the outbox of what was before would only confuse them."""
    waiting = [step for step in store.unpublished() if step.alert.id == ended.id]
    store.mark_published(step.key for step in waiting if step.alert.sequence < ended.sequence and step.kind in _REPEATS)


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
        known = {name: merge(state, entries[name].present) for name, state in stored.items() if name in entries}
        behind = [name for name, state in known.items() if _is_behind(stored[name], state)]
        if not behind:
            break
        for name in behind:
            store.save(stored[name], known[name], _step_missed(stored[name], entries[name]))
        stored = {**stored, **store.load(behind)}
    return {**stored, **known}


def _is_behind(stored: RuleState, known: RuleState) -> bool:
    return mark_of(stored) != mark_of(known) or (_is_unheard(stored) and not _is_unheard(known))


def _is_unheard(state: RuleState) -> bool:
    return state.alert is None or state.alert.notified_at is None


def _step_missed(stored: RuleState, entry: StandbyEntry) -> Transition | None:
    """What people should have heard; of an alert that the store takes for unheard, its opening if nothing else."""
    return entry.last_step if _is_unheard(stored) else entry.step
