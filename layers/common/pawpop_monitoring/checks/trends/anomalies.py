"""The rules `unusual`: hours with far more, or far fewer, than such hours have; since when, and by what most."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from statistics import median
from zoneinfo import ZoneInfo

from pawpop_monitoring.analytics.hourly_counts import LEARNING_HOURS, Direction, Unusual
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.trends.contributors import endpoints_of, event_types_of, evidence_of, said_of
from pawpop_monitoring.checks.trends.hours import Looked, look_through
from pawpop_monitoring.checks.trends.releases import released_before
from pawpop_monitoring.contracts.insights_response import AnomalyView, ContributionView, State, WatchedView
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.trends import CountedHours, TrendReading
from pawpop_monitoring.domain.rules import Rule, fal_ai, stripe
from pawpop_monitoring.domain.service import FAL_AI, ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_PRICED_HOURS = 28 * 24
_BUSY = 2.0
"""So many times as many payments as usual."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A series: its name in a fingerprint and for people, and which directions are trouble."""

    rule: Rule
    target: str
    what: str
    unit: str
    directions: frozenset[Direction]


_BOTH, _MORE, _FEWER = frozenset(Direction), frozenset({Direction.MORE}), frozenset({Direction.FEWER})
CALLS = Watched(fal_ai.UNUSUAL, "calls", "calls to fal.ai", "calls", _BOTH)
FAILED = Watched(fal_ai.UNUSUAL, "failures", "calls to fal.ai that fail", "failures", _MORE)
COST = Watched(fal_ai.UNUSUAL, "cost", "cost at fal.ai", "usual calls", _MORE)
EVENTS = Watched(stripe.UNUSUAL, "events", "events of Stripe", "events", _BOTH)
PAYMENTS = Watched(stripe.UNUSUAL, "payments", "payments", "payments", _FEWER)


@dataclass(frozen=True, slots=True)
class Seen:
    """A series, and what was seen at its end."""

    watched: Watched
    looked: Looked

    @property
    def trouble(self) -> Unusual | None:
        """What is unusual in a direction that is trouble."""
        found = self.looked.unusual
        return found if found and found.direction in self.watched.directions else None


def look_at_all(reading: TrendReading, zone: ZoneInfo, known: Callable[[Rule, str, datetime], bool]) -> Sequence[Seen]:
    """Each series that has any data; `known` are hours that people said to be odd for a rule and its target."""
    return [
        Seen(watched, look_through(counted, values, zone, partial(known, watched.rule, watched.target)))
        for watched, counted, values in _series(reading)
        if counted is not None
    ]


def judge_hours(
    judgements: Mapping[str, Judgement], reading: TrendReading, seen: Sequence[Seen]
) -> Sequence[AnomalyView]:
    """`judgements` are by service; of one that is left out nothing is judged. One condition is told once."""
    surging = {each.watched.target for each in seen if _surges(each)}
    implied = frozenset(_implied({each.watched: each.looked.unusual for each in seen if each.looked.unusual}))
    demand = {CALLS.target, EVENTS.target} <= surging or any(_are_paid(each) for each in seen)
    views = []
    for each in seen:
        judgement = judgements.get(each.watched.rule.service)
        if each.trouble is None or each.watched in implied:
            _calm(judgement, each)
            continue
        view = _view(each, each.trouble, reading)
        if judgement is not None:
            _tell(judgement, each, each.trouble, view, demand=demand)
        views.append(view)
    return views


def watched_of(seen: Sequence[Seen]) -> Sequence[WatchedView]:
    """Which series are watched, or learned."""
    return [_watched(each) for each in seen]


def _series(reading: TrendReading) -> Sequence[tuple[Watched, CountedHours | None, Sequence[int]]]:
    usage, events, payments = reading.usage, reading.events, reading.payments
    return (
        (CALLS, usage, usage.calls if usage else ()),
        (FAILED, usage, usage.failed if usage else ()),
        (COST, usage, _in_usual_calls(usage) if usage else ()),
        (EVENTS, events, events.calls if events else ()),
        (PAYMENTS, payments, payments.calls if payments else ()),
    )


def _in_usual_calls(usage: CountedHours) -> Sequence[int]:
    """Costs in calls of the usual price: so they are counts, however dear a call is."""
    made = [cost / calls for calls, cost in zip(usage.calls, usage.costs, strict=True) if calls and cost > 0]
    price = median(made[-_PRICED_HOURS:]) if made else 0.0
    return [round(cost / price) if price > 0 else 0 for cost in usage.costs]


def _surges(seen: Seen) -> bool:
    return seen.looked.unusual is not None and seen.looked.unusual.direction is Direction.MORE


def _implied(found: Mapping[Watched, Unusual]) -> Iterator[Watched]:
    """What says nothing beside another: costs and failures of more calls, no more of these than chance brings then."""
    calls, events, failures = found.get(CALLS), found.get(EVENTS), found.get(FAILED)
    if calls and calls.direction is Direction.MORE:
        yield COST
        if failures and not failures.is_more_than(calls.seen / max(calls.expected, 1.0)):
            yield FAILED
    if events and events.direction is Direction.FEWER:
        yield PAYMENTS


def _are_paid(seen: Seen) -> bool:
    """Far more payments that succeed are customers, be it loops or retries that have more of the rest."""
    return seen.watched is PAYMENTS and not seen.looked.is_learning and seen.looked.pace >= _BUSY


def _calm(judgement: Judgement | None, seen: Seen) -> None:
    if judgement is not None and not seen.looked.is_learning:
        judgement.clear([seen.watched.rule], seen.watched.target)


def _tell(judgement: Judgement, seen: Seen, found: Unusual, view: AnomalyView, *, demand: bool) -> None:
    """More of everything, payments' events as well, is a busy shop: good news, and told as that."""
    watched = seen.watched
    busy = demand and watched in (CALLS, EVENTS)
    finding = watched.rule.broken(
        Severity.LOW if busy else Severity.MEDIUM,
        f"Far {found.direction.value} {watched.what} than such an hour has",
        target=watched.target,
        value=float(found.seen),
        threshold=round(found.expected, 1),
        unit=watched.unit,
        evidence={
            "expected": round(found.expected, 1),
            "since": view.since.isoformat(),
            "byChance": found.chance,
            **evidence_of(view.contributors),
            "customersToo": busy or None,
        },
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _view(seen: Seen, found: Unusual, reading: TrendReading) -> AnomalyView:
    watched = seen.watched
    since = seen.looked.since or reading.read_at
    by = _contributors(watched, found.direction, reading)
    return AnomalyView(
        service=watched.rule.service,
        what=watched.target,
        direction=found.direction.value,
        since=since,
        seen=found.seen,
        expected=round(found.expected, 1),
        unit=watched.unit,
        chance=found.chance,
        contributors=by,
        text=_in_words(watched, found, by) + released_before(reading.deployments, since),
        basis=f"the same hours of {seen.looked.hours // (7 * 24)} weeks",
    )


def _in_words(watched: Watched, found: Unusual, by: Sequence[ContributionView]) -> str:
    seen = f"as much as {found.seen:,} usual calls cost," if watched is COST else f"{found.seen:,}"
    usual = f"where such hours have {_some(found)}"
    return f"Far {found.direction.value} {watched.what} than usual: {seen} {usual}.{said_of(by)}"


def _some(found: Unusual) -> str:
    if round(found.expected, 1) <= 0:
        return "hardly any"
    return f"some {found.expected:,.0f}" if found.expected >= 1 else f"some {found.expected:.1f}"


def _contributors(watched: Watched, direction: Direction, reading: TrendReading) -> tuple[ContributionView, ...]:
    """Of payments that fail to come there is one type only."""
    if watched is EVENTS:
        return event_types_of(reading, direction)
    return endpoints_of(reading) if watched.rule.service == FAL_AI and direction is Direction.MORE else ()


def _watched(seen: Seen) -> WatchedView:
    days, needed = seen.looked.hours // 24, LEARNING_HOURS // 24
    learning = seen.looked.is_learning
    what = seen.watched.what[0].upper() + seen.watched.what[1:]
    return WatchedView(
        state=State.LEARNING if learning else State.KNOWN,
        text=f"{what}: learning, {days} of {needed} days." if learning else f"{what}: watched hour by hour.",
        basis=plural(days, "day"),
        service=seen.watched.rule.service,
        what=seen.watched.target,
    )
