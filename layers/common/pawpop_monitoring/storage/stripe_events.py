"""Reading stripe_webhook_events for the Stripe check, at a cost that does not grow with the table."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.clock import CLOCK_SKEW
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.looked_back import LOOKED_BACK
from pawpop_monitoring.domain.readings.stripe import (
    LATELY,
    Deliveries,
    Handling,
    Payment,
    PaymentHistory,
    Payments,
    Records,
    Refusals,
    Rhythm,
    Sample,
    Unknown,
)
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.storage import stripe_event_sql as sql
from pawpop_monitoring.storage.connection import Database

_BUDGET_SECONDS = 3.0
_SHORTEST_SECONDS = 0.1
_WEEKS_NEEDED = 2
_NEWEST = 20


type _Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PostgresStripeEvents:
    """Implements checks.stripe.port.StripeEventSource over psycopg; hours and weekdays are those of `zone`."""

    database: Database
    zone: ZoneInfo

    def read(self, now: datetime) -> Records:
        """Each part in a transaction of its own, over one connection that is given back in the end."""
        deadline = Deadline(_BUDGET_SECONDS)
        # Rows from beyond that make no sense, and would be "the newest" for years.
        parameters = {"now": now, "until": now + CLOCK_SKEW, "zone": self.zone.key}

        def part[T](statement: bytes, build: Callable[[_Rows], T]) -> T | Unknown:
            return self._part(statement, parameters, build, deadline)

        try:
            return Records(
                deliveries=part(sql.DELIVERIES, lambda rows: _deliveries(rows[0])),
                payments=part(sql.PAYMENTS, _payment_history),
                rhythm=part(sql.RHYTHM, lambda rows: _rhythm(rows[0])),
                refusals=part(sql.REFUSALS, _refusals),
                handling=part(sql.HANDLING, lambda rows: _handling(rows[0])),
            )
        finally:
            self.database.close()

    def _part[T](
        self, statement: bytes, parameters: Mapping[str, Any], build: Callable[[_Rows], T], deadline: Deadline
    ) -> T | Unknown:
        if deadline.left < _SHORTEST_SECONDS:
            return Unknown("The database took too long for what was asked before.")
        try:
            with self.database.transaction(deadline.left) as cursor:
                return build(cursor.execute(statement, parameters).fetchall())
        except StoreUnavailableError as error:
            return Unknown(str(error))


def _deliveries(row: Mapping[str, Any]) -> Deliveries:
    sums = map(Sample, accumulate(row["lately_totals"]), accumulate(row["lately_failures"]))
    looked_back = dict(zip(LOOKED_BACK, sums, strict=True))
    return Deliveries(
        window=_sample(row, "window"),
        newest=_sample(row, "newest"),
        failed_in_a_row=row["failed_in_a_row"],
        failing_since=row["failing_since"],
        last_error=row["last_error"],
        last_event_type=row["last_event_type"],
        last_failed_at=row["last_failed_at"],
        before=_sample(row, "before"),
        lately=tuple(looked_back.pop(length) for length in LATELY),
        finer=tuple(looked_back.values()),
        latest=tuple(row["latest"]),
        failed_at=tuple(row["failures_at"]),
        latest_by_type={name: tuple(latest) for name, latest in row["latest_by_type"].items()},
        received=row["received"],
        handled_later=row["handled_later"],
    )


def _sample(row: Mapping[str, Any], part: str) -> Sample:
    return Sample(row[f"{part}_total"], row[f"{part}_failed"])


def _handling(row: Mapping[str, Any]) -> Handling | None:
    if row["p50_ms"] is None:
        return None
    return Handling(p50_ms=row["p50_ms"], p95_ms=row["p95_ms"], latest_ms=tuple(row["latest_ms"]))


def _payment_history(rows: _Rows) -> PaymentHistory:
    latest, window = [row for row in rows if row["part"] == "latest"], _payments(rows, "window")
    looked_back = _looked_back(rows)
    return PaymentHistory(
        window=window,
        newest=_counted(latest[:_NEWEST]),
        before=_without(_payments(rows, "month"), window),
        latest=tuple(_payment(row) for row in latest),
        lately=tuple(looked_back.pop(length) for length in LATELY),
        finer=tuple(looked_back.items()),
        thin=sum(row["payments"] for row in rows if row["part"] == "thin"),
    )


def _looked_back(rows: _Rows) -> dict[timedelta, Payments]:
    """Ever longer stretches up to now, from the sums of what each has besides the one before."""
    so_far: list[Mapping[str, Any]] = []
    looked_back = {}
    for length in LOOKED_BACK:
        so_far += [row for row in rows if row["part"] == "step" and timedelta(minutes=row["place"]) == length]
        looked_back[length] = _counted(so_far)
    return looked_back


def _payment(row: Mapping[str, Any]) -> Payment:
    return Payment(row["at"], None if row["succeeded"] else row["decline_code"], row["payer"])


def _payments(rows: _Rows, part: str) -> Payments:
    return _counted([row for row in rows if row["part"] == part])


def _counted(rows: _Rows) -> Payments:
    failed: Counter[str] = Counter()
    for row in rows:
        if not row["succeeded"]:
            failed[row["decline_code"]] += row["payments"]
    return Payments(succeeded=sum(row["payments"] for row in rows if row["succeeded"]), failed=dict(failed))


def _without(longer: Payments, window: Payments) -> Payments:
    """What was before; a payment that failed then and succeeded since is a success of today's alone."""
    rest = {code: number - window.failed.get(code, 0) for code, number in longer.failed.items()}
    return Payments(
        succeeded=max(0, longer.succeeded - window.succeeded),
        failed={code: number for code, number in rest.items() if number > 0},
    )


def _refusals(rows: _Rows) -> Refusals:
    return Refusals(
        refused={row["reason"]: row["failures"] for row in rows}, accepted=rows[0]["accepted"] if rows else 0
    )


def _rhythm(row: Mapping[str, Any]) -> Rhythm | None:
    if row["weeks"] < _WEEKS_NEEDED:
        return None
    return Rhythm(
        last_event_at=row["last_event_at"],
        quiet=row["quiet"],
        usual=row["minutes"] / row["weeks"],
        weeks=row["weeks"],
        by_week=tuple(row["by_week"]),
        before=()
        if row["since_return"]
        else tuple((row[f"seen_{stretch}"], row[f"usual_{stretch}"]) for stretch in ("half_day", "day")),
    )
