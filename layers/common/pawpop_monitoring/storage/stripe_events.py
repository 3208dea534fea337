"""Reading stripe_webhook_events for the Stripe check, at a cost that does not grow with the table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.readings.stripe import (
    Deliveries,
    PaymentHistory,
    Payments,
    Records,
    Refusals,
    Rhythm,
    Sample,
    Unknown,
)
from pawpop_monitoring.storage import stripe_event_sql as sql
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.deadline import Deadline

_BUDGET_SECONDS = 3.0
_SHORTEST_SECONDS = 0.1
_WEEKS_NEEDED = 2
# A writer's clock may be a little ahead. Rows from beyond that make no sense, and would be "the newest" for years.
_CLOCK_SKEW = timedelta(minutes=5)


type _Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PostgresStripeEvents:
    """Implements checks.stripe.port.StripeEventSource over psycopg; hours and weekdays are those of `zone`."""

    database: Database
    zone: ZoneInfo

    def read(self, now: datetime) -> Records:
        """Each part in a transaction of its own, over one connection that is given back in the end."""
        deadline = Deadline(_BUDGET_SECONDS)
        parameters = {"now": now, "until": now + _CLOCK_SKEW, "zone": self.zone.key}

        def part[T](statement: bytes, build: Callable[[_Rows], T]) -> T | Unknown:
            return self._part(statement, parameters, build, deadline)

        try:
            return Records(
                deliveries=part(sql.DELIVERIES, lambda rows: _deliveries(rows[0])),
                payments=part(sql.PAYMENTS, _payment_history),
                rhythm=part(sql.RHYTHM, lambda rows: _rhythm(rows[0])),
                refusals=part(sql.REFUSALS, _refusals),
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
    return Deliveries(
        window=Sample(row["window_total"], row["window_failed"]),
        newest=Sample(row["newest_total"], row["newest_failed"]),
        failed_in_a_row=row["failed_in_a_row"],
        failing_since=row["failing_since"],
        last_error=row["last_error"],
        last_event_type=row["last_event_type"],
    )


def _payment_history(rows: _Rows) -> PaymentHistory:
    return PaymentHistory(**{part: _payments(rows, part) for part in ("window", "newest", "before")})


def _payments(rows: _Rows, part: str) -> Payments:
    mine = [row for row in rows if row["part"] == part]
    return Payments(
        succeeded=next((row["payments"] for row in mine if row["succeeded"]), 0),
        failed={row["decline_code"]: row["payments"] for row in mine if not row["succeeded"]},
    )


def _refusals(rows: _Rows) -> Refusals:
    return Refusals(
        refused={row["reason"]: row["failures"] for row in rows}, accepted=rows[0]["accepted"] if rows else 0
    )


def _rhythm(row: Mapping[str, Any]) -> Rhythm | None:
    if row["weeks"] < _WEEKS_NEEDED:
        return None
    return Rhythm(
        last_event_at=row["last_event_at"], quiet=row["quiet"], usual=row["minutes"] / row["weeks"], weeks=row["weeks"]
    )
