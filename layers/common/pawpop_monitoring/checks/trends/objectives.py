"""The objectives, as data, and the rules `error_budget`: whether one burns so fast that somebody has to act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.analytics.burn_rate import SPEEDS, Burning, Urgency, budget_left, burning
from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.contracts.insights_response import ObjectiveView, State
from pawpop_monitoring.domain.day_record import percent_up
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.trends import TrendReading
from pawpop_monitoring.domain.rules import Rule, fal_ai, stripe
from pawpop_monitoring.domain.service import FAL_AI, SITE, STRIPE, ServiceStatus
from pawpop_monitoring.domain.severity import Severity

PERIOD = timedelta(days=30)
WINDOWS = tuple(sorted({PERIOD, *(speed.long for speed in SPEEDS), *(speed.short for speed in SPEEDS)}))
_FEWEST, _MANY = 100, 10
_ROUNDING = 1e-9
_SEVERITY = {Urgency.PAGE: Severity.HIGH, Urgency.TICKET: Severity.MEDIUM}


@dataclass(frozen=True, slots=True)
class Objective:
    """`share` of all under `name`, such as one `counted`, has to go well; without a `rule` nothing counts it."""

    name: str
    service: str
    promise: str
    counted: str
    share: float
    rule: Rule | None = None


OBJECTIVES = (
    Objective("webhooks", STRIPE, "Checkout webhooks are handled within 5 s", "webhook", 0.995, stripe.ERROR_BUDGET),
    Objective("images", FAL_AI, "Image generation succeeds", "image", 0.97, fal_ai.ERROR_BUDGET),
    Objective("pages", SITE, "The shop's pages answer", "page", 0.999),
)


def judge_objectives(judgements: Mapping[str, Judgement], reading: TrendReading) -> Sequence[ObjectiveView]:
    """Each of them; `judgements` are by service, and of one that is left out nothing is judged."""
    return [_judged(judgements.get(one.service), one, reading) for one in OBJECTIVES]


def _judged(judgement: Judgement | None, objective: Objective, reading: TrendReading) -> ObjectiveView:
    windows = {
        length: Counts(counts.failed, counts.total)
        for length, counts in reading.windows.get(objective.name, {}).items()
    }
    month = windows.get(PERIOD, Counts(0, 0))
    found = burning(windows, objective.share)
    if judgement is not None and objective.rule is not None and month.total:
        _decide(judgement, objective.rule, objective, found)
    return _view(objective, month, found)


def _decide(judgement: Judgement, rule: Rule, objective: Objective, found: Burning | None) -> None:
    if found is None:
        judgement.clear([rule])
        return
    finding = rule.broken(
        _SEVERITY[found.speed.urgency],
        f"{objective.promise}: {_too_many(found)}",
        value=percent_up(found.seen.total, found.seen.failed),
        threshold=round(100 * objective.share, 2),
        unit="%",
        evidence={
            "failed": found.seen.failed,
            "of": found.seen.total,
            "inHours": found.speed.long / timedelta(hours=1),
        },
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _view(objective: Objective, month: Counts, found: Burning | None) -> ObjectiveView:
    left = budget_left(month, objective.share)
    known = month.total >= _FEWEST and left is not None
    return ObjectiveView(
        state=State.KNOWN if known else State.LEARNING if objective.rule else State.UNKNOWN,
        text=f"{objective.promise}: {_in_words(objective, month, left if known else None)}{_burning(found)}",
        basis=f"{plural(month.total, objective.counted)} of the last {PERIOD.days} days" if month.total else "",
        service=objective.service,
        name=objective.name,
        objective=objective.share,
        period_days=PERIOD.days,
        total=month.total,
        failed=month.failed,
        budget_left=None if left is None else round(left, 4),
        burning=round(found.times, 1) if found else None,
        burning_hours=found.speed.long / timedelta(hours=1) if found else None,
    )


def _in_words(objective: Objective, month: Counts, left: float | None) -> str:
    goal = f"{100 * objective.share:g} % have to"
    if objective.rule is None:
        return f"{goal}, and nothing measures it yet."
    if not month.total:
        return f"{goal}; none was counted in the last {PERIOD.days} days."
    if left is None:
        did_not = f"; {month.failed} did not" if month.failed else ""
        return f"{goal}. {month.total} in a month: too few to judge{did_not}."
    did = f"{goal}, {percent_up(month.total, month.failed) or 0.0:.2f} % did"
    may = int(month.total * (1 - objective.share) + _ROUNDING)
    return f"{did}: {month.failed:,} of {month.total:,} did not, and {'only ' if left < 0 else ''}{may:,} may."


def _burning(found: Burning | None) -> str:
    if found is None:
        return ""
    hours = found.speed.long / timedelta(hours=1)
    seen = f"{found.seen.failed:,} of {found.seen.total:,} in {hours:.0f} h"
    return f" Of late more fail than may: {seen}{_as_many(found)}."


def _too_many(found: Burning) -> str:
    times = _times(found)
    return "a little more fail than may" if times == "1" else f"{times} times as many fail as may"


def _as_many(found: Burning) -> str:
    times = _times(found)
    return "" if times == "1" else f", {times} times as many"


def _times(found: Burning) -> str:
    return f"{found.times:.1f}".removesuffix(".0") if found.times < _MANY else f"{found.times:.0f}"
