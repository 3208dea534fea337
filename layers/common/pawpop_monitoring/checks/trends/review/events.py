"""What happened in a month: alerts, the longest, how soon people answered, and how long each service was up."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.review import ReviewRow
from pawpop_monitoring.domain.day_record import percent_up
from pawpop_monitoring.domain.duration import duration
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.past_month import LongAlert, MonthReading, RuleTally
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE, label_of
from pawpop_monitoring.domain.severity import Severity

_MOST_RULES = 8
_UPTIME_OF = (SUPABASE, FAL_AI, STRIPE)


def happened(reading: MonthReading, zone: ZoneInfo) -> Iterator[ReviewRow]:
    """Rows for people; of what is not known, none."""
    told = sum(rule.times for rule in reading.rules)
    yield ReviewRow(name="Alerts", value=_alerts(told), also=_by_severity(reading.rules))
    if reading.longest:
        yield _longest(reading.longest, zone)
    if told:
        yield _answered(reading, told)
    for service in _UPTIME_OF:
        yield from _uptime(reading, service)


def by_rule(reading: MonthReading) -> Iterator[ReviewRow]:
    """Each rule that people heard of, the most frequent first."""
    for tally in reading.rules[:_MOST_RULES]:
        yield ReviewRow(
            name=f"{label_of(tally.service)}: {tally.rule.replace('_', ' ')}",
            value=plural(tally.times, "alert"),
            also=_endings(tally),
        )
    left_out = sum(tally.times for tally in reading.rules[_MOST_RULES:])
    if left_out:
        yield ReviewRow(name="Other rules", value=plural(left_out, "alert"))


def _alerts(told: int) -> str:
    return plural(told, "alert") if told else "None: nobody had to be told of anything"


def _by_severity(rules: Sequence[RuleTally]) -> str:
    """`1 critical, 3 high`."""
    worst = Counter[Severity]()
    for rule in rules:
        worst[rule.worst] += rule.times
    named = [f"{worst[severity]} {severity}" for severity in reversed(Severity) if worst[severity]]
    return ", ".join(named)


def _longest(longest: LongAlert, zone: ZoneInfo) -> ReviewRow:
    began = f"{longest.began.astimezone(zone):%-d %B, %H:%M}"
    return ReviewRow(
        name="The longest",
        value=f"{duration(longest.lasted)}{' and still open' if longest.is_open else ''}",
        also=f"{label_of(longest.service)}, from {began}: {longest.message}",
    )


def _answered(reading: MonthReading, told: int) -> ReviewRow:
    if not reading.answered or reading.answered_within is None:
        return ReviewRow(name="Taken on", value="None of them was taken on by a person", also="")
    half = f"half of them within {duration(reading.answered_within)}"
    return ReviewRow(name="Taken on", value=f"{reading.answered} of {plural(told, 'alert')}, by a person", also=half)


def _uptime(reading: MonthReading, service: str) -> Iterator[ReviewRow]:
    days = [day for day in reading.days if day.service == service]
    up, down = sum(day.up for day in days), sum(day.down for day in days)
    percent = percent_up(up + down, down)
    if percent is None:
        return
    gone = f"not usable for {duration(timedelta(seconds=down))}" if down else "never seen down"
    yield ReviewRow(name=label_of(service), value=f"{percent:g} % up", also=gone)


def _endings(tally: RuleTally) -> str:
    if tally.ended_alone == tally.times:
        return "over by itself" if tally.times == 1 else "each over by itself"
    if tally.ended_alone == 1:
        return "one of them over by itself"
    return f"{tally.ended_alone} over by themselves" if tally.ended_alone else ""
