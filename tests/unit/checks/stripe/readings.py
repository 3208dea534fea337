"""Readings for tests: all well as they come, any part can be replaced by name."""

from datetime import timedelta
from math import ceil
from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.stripe.judge import judge
from pawpop_monitoring.domain.readings.stripe import (
    Account,
    Deliveries,
    Handling,
    PaymentHistory,
    Payments,
    Records,
    Refusals,
    Rhythm,
    Sample,
    StripeReading,
    Undelivered,
)
from pawpop_monitoring.domain.rules.stripe import RULES
from pawpop_monitoring.thresholds import StripeThresholds
from tests.factories import NOW

THRESHOLDS = StripeThresholds.load({})
ALL_RULES = {rule.key for rule in RULES}


def make_deliveries(
    total: int = 100, failed: int = 0, *, newest: Sample | None = None, in_a_row: int = 0, **more: Any
) -> Deliveries:
    """The newest twenty fail like the rest, unless they are given."""
    newest = newest or Sample(min(total, 20), -(-min(total, 20) * failed // max(1, total)))
    return Deliveries(
        window=Sample(total, failed),
        newest=newest,
        failed_in_a_row=in_a_row,
        **{"latest_by_type": {"payment_intent.succeeded": (False,)}} | more,
    )


def make_payments(succeeded: int = 100, **failed: int) -> Payments:
    """Failures by decline code; `none` stands for no code."""
    return Payments(succeeded=succeeded, failed={"" if code == "none" else code: n for code, n in failed.items()})


def make_history(window: Payments, newest: Payments | None = None, before: Payments | None = None) -> PaymentHistory:
    """The newest fail like the rest, unless they are given."""
    return PaymentHistory(window=window, newest=newest or _newest_of(window), before=before or Payments())


def _newest_of(window: Payments) -> Payments:
    total = window.succeeded + sum(window.failed.values())
    kept = min(1.0, 20 / max(1, total))
    return Payments(
        succeeded=int(window.succeeded * kept), failed={code: ceil(n * kept) for code, n in window.failed.items()}
    )


def make_rhythm(usual: float = 0.0, quiet: timedelta = timedelta(minutes=1)) -> Rhythm:
    return Rhythm(last_event_at=NOW - quiet, quiet=quiet, usual=usual, weeks=4)


def make_account(**parts: Any) -> Account:
    defaults: dict[str, Any] = {
        "probe": 42.0,
        "attempts": 1,
        "endpoints": (),
        "undelivered": Undelivered(count=0),
    }
    return Account(**defaults | parts)


def make_records(**parts: Any) -> Records:
    defaults: dict[str, Any] = {
        "deliveries": make_deliveries(),
        "payments": make_history(make_payments()),
        "rhythm": make_rhythm(),
        "refusals": Refusals(refused={}),
        "handling": Handling(p50_ms=90.0, p95_ms=240.0, latest_ms=(90.0,) * 100),
    }
    return Records(**defaults | parts)


def make_reading(**parts: Any) -> StripeReading:
    account = parts.pop("account", make_account())
    return StripeReading(records=make_records(**parts), account=account)


def judged(**parts: Any) -> Judgement:
    """The verdict on a reading in which only `parts` differ."""
    return judge(make_reading(**parts), NOW, THRESHOLDS)


def found(judgement: Judgement) -> list[str]:
    """The broken rules and the status that they lead to."""
    return [*(f"{finding.rule} {finding.severity}" for finding in judgement.findings), judgement.status.value]
