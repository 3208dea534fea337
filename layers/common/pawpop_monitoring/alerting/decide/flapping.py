"""Alerts that come and go: told one by one three times a day, then once as flapping, and held until it is calm.

A database that is down for 5 minutes of every 20 opens an alert at 12:00, 12:20, 12:40 and 13:00. The fourth says
that it comes and goes, and stays open until nothing bad was seen for 30 minutes; the third gap was no longer than
that. Should it begin anew within a day, nobody is told unless it lasts.
"""

from datetime import datetime, timedelta

from pawpop_monitoring.alerting.decide.policy import REMINDER_INTERVALS
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert

OPENS_TOLERATED = 3
"""Openings within `WINDOW` that are told one by one; one more is flapping."""

WINDOW = timedelta(hours=24)

CALM = timedelta(minutes=30)
"""How long nothing bad may be seen, at least, before a flapping alert is over."""

LONGEST_CALM = timedelta(hours=4)
"""The same for what comes back after hours only."""

SELDOM = timedelta(hours=4)
"""How often people are reminded of a flapping alert, at most."""

LASTING = timedelta(minutes=40)
"""A flapping alert that was bad for so long, and not good in between, is an outage: reminded of as any other."""

_MARGIN = 1.5
_MOST_OPENS = 50


def recent_opens(opens: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    """The openings that still count."""
    return tuple(opened for opened in opens if opened > now - WINDOW)[-_MOST_OPENS:]


def is_flapping(opens: tuple[datetime, ...]) -> bool:
    """True if the last of these recent openings was one too many."""
    return len(opens) > OPENS_TOLERATED


def calm_after(opens: tuple[datetime, ...]) -> timedelta:
    """How long nothing bad may be seen before a flapping alert is over: half as long again as it mostly takes to
    come back, by its last four openings.
    """
    last = sorted(opens)[-OPENS_TOLERATED - 1 :]
    if len(last) < 2:  # noqa: PLR2004 - one opening has no gap
        return CALM
    gap = (last[-1] - last[0]) / (len(last) - 1)
    return min(max(CALM, gap * _MARGIN), LONGEST_CALM)


def is_flapping_now(state: RuleState, alert: Alert, now: datetime) -> bool:
    """True if the alert comes and goes, and was bad lately.

    Degraded mode opens alerts without knowing how often they opened before, so their mark alone does not say it.
    """
    flapping = alert.flapping or is_flapping(recent_opens(state.opens, now))
    return flapping and now - alert.last_seen < calm_after(state.opens)


def is_known_to_flap(state: RuleState, now: datetime) -> bool:
    """True if people were told within a day that this comes and goes."""
    told = state.flapping_notified_at
    return told is not None and now - told < WINDOW


def is_good_now(alert: Alert, now: datetime) -> bool:
    """True if the last look at an open alert was good: it is held, or not yet believed. An hour later, that is old."""
    last_good = alert.last_good
    return last_good is not None and last_good > alert.last_seen and now - last_good < timedelta(hours=1)


def bad_for(alert: Alert) -> timedelta:
    """How long it has been bad without a good look in between."""
    return alert.last_seen - max(alert.timestamp, alert.last_good or alert.timestamp)


def reminder_interval(alert: Alert) -> timedelta | None:
    """How often people are reminded of it; None means never. What comes and goes is no news, an outage is."""
    usual = REMINDER_INTERVALS[alert.severity]
    if usual is None or not alert.flapping or bad_for(alert) >= max(usual, LASTING):
        return usual
    return max(usual, SELDOM)


def is_outage(alert: Alert) -> bool:
    """True if an alert of which people know that it flaps has been bad for as long as they are given to respond."""
    return alert.flapping and bad_for(alert) >= (REMINDER_INTERVALS[alert.severity] or SELDOM)
