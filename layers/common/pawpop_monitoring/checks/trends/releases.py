"""What was released shortly before something changed: most of what is unusual begins with that."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pawpop_monitoring.domain.readings.trends import Deployment

_SHORTLY = timedelta(hours=6)
_EARLY = timedelta(hours=1)
"""What began within an hour that is only known as a whole began at some moment of it."""


def released_before(deployments: Sequence[Deployment], since: datetime) -> str:
    """A sentence on the last release in the hours before `since`, with a space before it; empty if there was none."""
    shortly = [one for one in deployments if since - _SHORTLY <= one.at < since + _EARLY]
    if not shortly:
        return ""
    last = max(shortly, key=lambda one: one.at)
    return f" Shortly before, {last.label} was deployed ({last.at:%Y-%m-%d %H:%M} UTC)."
