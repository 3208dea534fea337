"""Reviews as the check of trends hands them over."""

from datetime import UTC, datetime
from typing import Any

from pawpop_monitoring.contracts.review import Review, ReviewAdvice, ReviewMessage, ReviewRow


def review_message(**fields: Any) -> ReviewMessage:
    """Of a month in which something happened, unless it is said otherwise."""
    given: dict[str, Any] = {
        "month": "2026-10",
        "title": "October 2026",
        "made_at": datetime(2026, 10, 31, 23, 20, tzinfo=UTC),
        "lead": "6 alerts in October.",
        "alerts": 6,
        "cost_usd": 457.3,
        "happened": (ReviewRow(name="Alerts", value="6 alerts", also="1 critical, 5 high"),),
        "rules": (ReviewRow(name="Supabase: connections", value="5 alerts"),),
        "costs": (ReviewRow(name="In total", value="$457.30", also="$425.00 in September"),),
        "advice": (ReviewAdvice(title="Raise it", evidence="It fired.", saves_usd_a_month=12.5, undo="lower it"),),
        "notes": ("Of 37 rules that watched the shop, 35 raised no alert.",),
    }
    return ReviewMessage(review=Review(**given | fields))
