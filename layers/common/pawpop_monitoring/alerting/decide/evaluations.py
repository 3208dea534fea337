"""What the last looks of a check saw, and when: patience is measured in time, not in how often somebody looked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from pawpop_monitoring.alerting.decide.state import BAD, RuleState
from pawpop_monitoring.domain.rules.patience import REMEMBERED, Policy


def looked(state: RuleState, outcome: str, now: datetime, policy: Policy) -> RuleState:
    """The state after one more look.

    Looks that are closer together than `policy.apart` count as one, and the last of them says how it was: three runs
    within six seconds, by hand or by a duplicate, are one look, at the moment of the first.
    """
    outcomes, moments = state.outcomes, state.looked_at
    if moments and now - moments[-1] < policy.apart:
        return replace(state, outcomes=outcomes[:-1] + outcome)
    return replace(state, outcomes=(outcomes + outcome)[-REMEMBERED:], looked_at=(*moments, now)[-REMEMBERED:])


def has_lasted(state: RuleState, now: datetime, policy: Policy) -> bool:
    """True if enough of the last looks were bad, and they span as long as that many looks take."""
    window = state.outcomes[-policy.window :]
    moments = dict(zip(range(-1, -len(state.looked_at) - 1, -1), reversed(state.looked_at), strict=True))
    bad = [moments.get(place - len(window)) for place, outcome in enumerate(window) if outcome == BAD]
    recent = [moment for moment in bad if moment is None or now - moment <= policy.reaches_back]
    if len(recent) < policy.open_after:
        return False
    first = recent[-policy.open_after]
    return first is None or now - first >= policy.lasts


def bad_at(state: RuleState) -> datetime | None:
    """When a look was bad last, as far as that is remembered."""
    bad = (moment for outcome, moment in _with_moments(state) if outcome == BAD)
    return next(bad, None)


def _with_moments(state: RuleState) -> Iterator[tuple[str, datetime]]:
    """The looks whose moments are known, newest first."""
    return zip(reversed(state.outcomes), reversed(state.looked_at), strict=False)


def last_look(state: RuleState) -> datetime | None:
    """When the check was last looked at, as far as it is remembered."""
    return state.looked_at[-1] if state.looked_at else None
