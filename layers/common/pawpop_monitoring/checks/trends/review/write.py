"""A month in plain words, for whoever runs the shop."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.checks.trends.amounts import dollars
from pawpop_monitoring.checks.trends.review.events import by_rule, happened
from pawpop_monitoring.checks.trends.review.spent import MonthCost, is_same, spent
from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.contracts.review import Review, ReviewAdvice
from pawpop_monitoring.domain.duration import duration
from pawpop_monitoring.domain.monthly_costs import Fees
from pawpop_monitoring.domain.period import Period, month_of
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.past_month import MonthReading
from pawpop_monitoring.domain.rules import ALL_RULES
from pawpop_monitoring.domain.sale_days import NO_SALES, SaleDays

_A_DAY = timedelta(days=1)
_ALERTS_KEPT = timedelta(days=30)
"""What was over for so long is deleted, see cleanup_monitoring_batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """`limit` is that of fal.ai a month, in US dollars; `off` are services that nobody watches."""

    zone: ZoneInfo
    limit: float
    fees: Fees = ()
    off: Collection[str] = ()
    sales: SaleDays = NO_SALES

    def write(self, reading: MonthReading, month: Period, insights: Insights) -> Review:
        """The review of `month`; what to change is what was found by looking back last."""
        first = month.start.astimezone(self.zone)
        cost = MonthCost(metered=reading.cost, metered_before=_whole_before(reading, month, self.zone), fees=self.fees)
        return Review(
            month=f"{first:%Y-%m}",
            title=f"{first:%B %Y}",
            made_at=reading.read_at,
            lead=_lead(reading, cost, f"{first:%B}", f"{first - _A_DAY:%B}"),
            alerts=_told(reading),
            cost_usd=round(cost.total, 2),
            cost_before_usd=None if cost.total_before is None else round(cost.total_before, 2),
            happened=tuple(happened(reading, self.zone)),
            rules=tuple(by_rule(reading)),
            costs=tuple(spent(cost, reading, month, self.zone, self.limit, self.sales)),
            advice=tuple(ReviewAdvice(**each.model_dump()) for each in insights.recommendations),
            notes=tuple(self._notes(reading, month)),
        )

    def _notes(self, reading: MonthReading, month: Period) -> Iterator[str]:
        if reading.first_data and reading.first_data > month.start:
            began = reading.first_data.astimezone(self.zone)
            yield f"Watching began on {began:%-d %B}; nothing is known of the days before."
        forgotten = reading.read_at - _ALERTS_KEPT
        if forgotten > month.start:
            until = f"{forgotten.astimezone(self.zone):%-d %B, %H:%M}"
            yield f"Alerts are kept for 30 days: those that were over before {until} are not counted any more."
        yield self._quiet(reading)
        if not self.fees:
            yield (
                "Only fal.ai is in the total. With the parameter MonthlyCosts (supabase:25,resend:20) it also has the"
                " fixed prices that you pay."
            )

    def _quiet(self, reading: MonthReading) -> str:
        watched = {rule.key for rule in ALL_RULES if rule.service not in self.off}
        fired = {f"{tally.service}:{tally.rule}" for tally in reading.rules} & watched
        if not fired:
            return f"{len(watched)} rules watched the shop, and none of them raised an alert."
        return f"Of {len(watched)} rules that watched the shop, {len(watched) - len(fired)} raised no alert."


def _whole_before(reading: MonthReading, month: Period, zone: ZoneInfo) -> float | None:
    """What the month before cost; None if it was watched in part alone, since it is then no more than a part."""
    before = month_of(month.start - _A_DAY, zone)
    is_whole = reading.first_data is not None and reading.first_data <= before.start + _A_DAY
    return reading.cost_before if is_whole else None


def _told(reading: MonthReading) -> int:
    return sum(rule.times for rule in reading.rules)


def _lead(reading: MonthReading, cost: MonthCost, month: str, before: str) -> str:
    told = _told(reading)
    if not told and not cost.total:
        return f"{month} was quiet: no alert, and nothing was spent that the monitoring knows of."
    calm = f"{month} was quiet: no alert." if not told else f"{plural(told, 'alert')} in {month}{_longest(reading)}."
    return f"{calm} {_cost(cost, before)}"


def _longest(reading: MonthReading) -> str:
    return f", the longest for {duration(reading.longest.lasted)}" if reading.longest else ""


def _cost(cost: MonthCost, before: str) -> str:
    if cost.total_before is None:
        return f"It cost {dollars(cost.total)}."
    change = cost.total - cost.total_before
    if is_same(cost.total, cost.total_before):
        return f"It cost {dollars(cost.total)}, as much as {before}."
    return f"It cost {dollars(cost.total)}, {dollars(abs(change))} {'more' if change > 0 else 'less'} than {before}."
