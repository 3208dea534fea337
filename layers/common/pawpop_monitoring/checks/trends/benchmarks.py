"""How fast each service was in the last 24 hours, against the same weekday of the weeks before."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.analytics.own_weeks import FEWEST_WEEKS, Compared, compared
from pawpop_monitoring.checks.trends.amounts import figure
from pawpop_monitoring.contracts.insights_response import BenchmarkView, State
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.trends import Figure, TrendReading
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE

_NAMES: dict[Figure, str] = {
    (FAL_AI, "responseTimeP50"): "Half of the images take at most",
    (FAL_AI, "responseTimeP95"): "95 in 100 images take at most",
    (STRIPE, "responseTimeP50"): "Half of the webhooks are handled within",
    (STRIPE, "responseTimeP95"): "95 in 100 webhooks are handled within",
    (SUPABASE, "averageQueryMs"): "For a query of the shop's the database takes on average",
    (SUPABASE, "probeMs"): "To connect to the database and ask it takes",
}
COMPARED: Sequence[Figure] = tuple(_NAMES)
_ALIKE = 0.1
_HALF_A_DAY = timedelta(hours=12)
"""The last 24 hours are named by the day that most of them lie in."""


def benchmarks_of(reading: TrendReading, zone: ZoneInfo) -> Sequence[BenchmarkView]:
    """Of each figure that was ever seen."""
    weeks, day = reading.same_weekdays, (reading.read_at - _HALF_A_DAY).astimezone(zone)
    return [_view(one, weeks[one], day) for one in COMPARED if weeks.get(one, (None,))[0]]


def _view(of: Figure, weeks: Sequence[float | None], day: datetime) -> BenchmarkView:
    service, name = of
    value, before = weeks[0] or 0.0, [week for week in weeks[1:] if week is not None]
    found = compared(value, before)
    said = f"{_NAMES[of]} {figure(value, 'ms')}"
    if found is None:
        text = f"{said}. To compare takes {FEWEST_WEEKS} weeks; {plural(len(before), 'week')} so far."
        return BenchmarkView(
            state=State.LEARNING, service=service, what=name, text=text, basis="the last 24 hours", value=value
        )
    return BenchmarkView(
        state=State.KNOWN,
        service=service,
        what=name,
        text=f"{said}: {_in_words(found, f'{day:%A}s')}",
        basis=f"the last 24 hours, and the same of {found.weeks} weeks before",
        value=round(value, 1),
        usual=round(found.usual, 1),
        above=found.below,
        weeks=found.weeks,
    )


def _in_words(found: Compared, days: str) -> str:
    usual = figure(found.usual, "ms")
    if abs(found.change) < _ALIKE:
        return f"as on most {days} ({usual})."
    slower = found.change > 0
    than = found.below if slower else found.weeks - found.below
    return f"{'slower' if slower else 'faster'} than on {than} of the last {found.weeks} {days}; usual is {usual}."
