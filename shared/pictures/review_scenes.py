"""The monthly review on the guide's pictures, of a month with a bit of everything and of one with nothing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.checks.trends.review.write import Writer
from pawpop_monitoring.contracts.insights_response import Insights, RecommendationView
from pawpop_monitoring.contracts.review import ReviewMessage
from pawpop_monitoring.domain.day_record import DayRecord
from pawpop_monitoring.domain.period import month_of
from pawpop_monitoring.domain.readings.past_month import LongAlert, MonthReading, RuleTally
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.channels.email.compose_review import ReviewComposer

_ZONE = ZoneInfo("America/New_York")
_OCTOBER = month_of(datetime(2026, 10, 15, tzinfo=UTC), _ZONE)
_COMPOSER = ReviewComposer(
    ("pawpopart@gmail.com",),
    "PawPop Monitoring <monitoring@pawpopart.com>",
    "https://monitoring.example.com/dashboard",
)
_LOOKED_AT = _OCTOBER.end + timedelta(minutes=20)
_LONGEST = LongAlert(
    service="supabase",
    message="Database unreachable: no answer on port 6543",
    began=datetime(2026, 10, 7, 3, 12, tzinfo=UTC),
    lasted=timedelta(hours=1, minutes=20),
    is_open=False,
)
_DOWN = {"supabase": 4_800.0, "fal-ai": 0.0, "stripe": 0.0}
_WEEK = (0, 0, 0, 0, 1, 3, 3)
_ADVICE = (
    RecommendationView(
        title="Use fal-ai/flux/schnell in place of fal-ai/flux/dev for previews",
        evidence="A call of fal-ai/flux/dev costs $0.025, one of fal-ai/flux/schnell $0.003, in this shop's own 9,400"
        " calls of 28 days. The saving is that of every second call of fal-ai/flux/dev.",
        saves_usd_a_month=96.4,
        undo="put the former endpoint's name back; compare both pictures first.",
    ),
    RecommendationView(
        title="Raise SupabaseConnectionThreshold from 80 to 93",
        evidence="Supabase: connections raised 6 alerts in 30 days, each over by itself before anybody took it on; the"
        " highest was 84.0 %.",
        saves_usd_a_month=None,
        undo="make deploy SET='SupabaseConnectionThreshold=80'",
    ),
)


def review_mails() -> Mapping[str, str]:
    """The HTML of each, by the name of its pictures."""
    return {
        "review": _html(_writer(("supabase", 25.0), ("resend", 20.0)), _busy(), Insights(recommendations=_ADVICE)),
        "review_quiet": _html(_writer(), _quiet(), Insights()),
    }


def _writer(*fees: tuple[str, float]) -> Writer:
    return Writer(zone=_ZONE, limit=1000, fees=fees)


def _html(writer: Writer, reading: MonthReading, insights: Insights) -> str:
    return _COMPOSER.compose(ReviewMessage(review=writer.write(reading, _OCTOBER, insights))).html


def _quiet() -> MonthReading:
    return MonthReading(read_at=_LOOKED_AT, first_data=datetime(2026, 10, 12, tzinfo=UTC))


def _busy() -> MonthReading:
    tallies = (
        ("supabase", "connections", Severity.MEDIUM, 6, 6),
        ("fal-ai", "error_rate", Severity.HIGH, 3, 1),
        ("supabase", "unreachable", Severity.CRITICAL, 1, 0),
    )
    return MonthReading(
        read_at=_LOOKED_AT,
        first_data=datetime(2026, 3, 1, tzinfo=UTC),
        rules=tuple(RuleTally(service=a, rule=b, worst=c, times=d, ended_alone=e) for a, b, c, d, e in tallies),
        longest=_LONGEST,
        answered=3,
        answered_within=timedelta(minutes=12),
        cost=412.3,
        cost_before=380.1,
        daily=tuple(10.2 + _WEEK[place % 7] + place * 37 % 11 * 0.4 for place in range(88)),
        days=tuple(
            DayRecord(service=service, day=date(2026, 10, 7), up=2_592_000 - down, down=down)
            for service, down in _DOWN.items()
        ),
    )
