"""How often each function runs in a month."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bill.template import Template
from bill.workload import DAYS, Workload


@dataclass(frozen=True, slots=True)
class Runs:
    """One reason for which a function runs; its name is that of its folder."""

    function: str
    times: Decimal
    why: str


def runs_of(template: Template, work: Workload) -> Iterator[Runs]:
    """All but those for a dashboard that is left open."""
    at_each = template.at_each_interval()
    for function in at_each:
        yield Runs(function, work.ticks, f"each {work.interval} min")
    for function, times in template.a_day().items():
        yield Runs(function, times * DAYS, "once a day" if times == 1 else f"{times} times a day")
    writers = [function for function in at_each if function.startswith("check_")]
    tracked = (work.tracked_calls + work.stripe_deliveries) * DAYS
    yield Runs("recorder", work.ticks * len(writers), f"{len(writers)} records each {work.interval} min, each alone")
    yield Runs("recorder", tracked, "what the shop tracks, each alone")
    yield Runs("track_fal_usage", work.tracked_calls * DAYS, f"{work.tracked_calls} calls to fal.ai a day")
    yield Runs("stripe_webhook", work.stripe_deliveries * DAYS, f"{work.stripe_deliveries} deliveries of Stripe a day")
    yield Runs("notifier", 2 * work.messages * DAYS, f"{work.messages} messages a day, each looked at twice")
    yield Runs("get_dashboard", work.calls_of_people * DAYS, f"{work.calls_of_people} calls by people a day")
    yield Runs("authorizer", (work.calls_of_people + work.tracked_calls) * DAYS, "calls with a token, none remembered")
