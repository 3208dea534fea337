"""How often each function runs in a month."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bill.asked import ASKED, CHANNELS, TOKENS, USUAL
from bill.measured import RUNS
from bill.template import Template
from bill.workload import DAYS, Workload


@dataclass(frozen=True, slots=True)
class Runs:
    """One reason for which a function runs; its name is that of its folder. See `Asked` for `in_a_row`."""

    function: str
    times: Decimal
    why: str
    in_a_row: int = 1


def runs_of(template: Template, work: Workload) -> Iterator[Runs]:
    """All but those for a dashboard that is left open; ValueError for a function that is no route and has no line."""
    there = template.folders()
    found = [runs for runs in (*_scheduled(template, work), *_recorded(template, work), *_asked(work)) if runs.times]
    known = {runs.function for runs in found}
    routes = template.asked_over_http() - known
    found += [Runs(function, USUAL.a_day * DAYS, f"{USUAL.a_day} {USUAL.why}") for function in sorted(routes)]
    if unknown := there - template.asked_over_http() - (known & RUNS.keys()):
        names = ", ".join(sorted(unknown))
        raise ValueError(
            f"The bill does not know {names}: how often goes into bill/asked.py, what into bill/measured.py."
        )
    yield from (runs for runs in found if runs.function in there)


def _scheduled(template: Template, work: Workload) -> Iterator[Runs]:
    for function in template.at_each_interval():
        yield Runs(function, work.ticks, f"each {work.interval} min")
    for function, times in template.a_day().items():
        yield Runs(function, times * DAYS, "once a day" if times == 1 else f"{times} times a day")


def _recorded(template: Template, work: Workload) -> Iterator[Runs]:
    writers = [function for function in template.at_each_interval() if function.startswith("check_")]
    yield Runs("recorder", work.ticks * len(writers), f"{len(writers)} records each {work.interval} min, each alone")
    tracked = work.tracked_calls + work.stripe_deliveries + ASKED["track_stripe_webhook"].a_day
    yield Runs("recorder", tracked * DAYS, "what the shop tracks, each alone")
    yield Runs("recorder", work.messages * DAYS, "deliveries of mails, each alone")


def _asked(work: Workload) -> Iterator[Runs]:
    asked = {function: (each.a_day, each.why) for function, each in ASKED.items()}
    asked["track_fal_usage"] = work.tracked_calls, "calls to fal.ai"
    asked["stripe_webhook"] = work.stripe_deliveries, "deliveries of Stripe"
    asked["notifier"] = 2 * work.messages, f"{work.messages} messages of alerts, each looked at twice"
    told = work.messages * (1 + 2 * CHANNELS)
    asked["channel_notifier"] = told, f"{work.messages} messages handed to {CHANNELS} channels, each looked at twice"
    asked["authorizer"] = sum(asked[function][0] for function in TOKENS), "calls with a token, none remembered"
    for function, (times, why) in asked.items():
        in_a_row = ASKED[function].in_a_row if function in ASKED else 1
        yield Runs(function, times * DAYS, f"{times} a day: {why}", in_a_row)
