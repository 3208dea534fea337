"""What was found by looking back, as the API answers it."""

from datetime import datetime, timedelta

from pawpop_monitoring.contracts.insights_response import Insights, InsightsResponse
from pawpop_monitoring.contracts.review import Review

_FRESH = timedelta(hours=3)
"""Three looks: one may be missed, and a second one break off."""


def view_of(insights: Insights, now: datetime, review: Review | None = None) -> InsightsResponse:
    """The answer at `now`; what was never looked at is not stale, it is unknown."""
    stale = insights.looked_at is not None and now - insights.looked_at > _FRESH
    return InsightsResponse(**dict(insights), timestamp=now, stale=stale, review=review)
