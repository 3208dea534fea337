"""What the shop's own records and Stripe's API say of payments and webhooks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

_HUNDREDTH = Decimal("0.01")

LATELY = (timedelta(hours=1), timedelta(hours=6))
"""Lengths of two stretches up to now; the others are those of `LOOKED_BACK`."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A part that could not be read. `reason` is a sentence without host names, queries or secrets."""

    reason: str


class TroubleKind(StrEnum):
    """What an API call that brought no answer means."""

    NO_ANSWER = "no answer"
    KEY_REJECTED = "key rejected"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate limited"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an API call brought no answer; `reason` is a sentence for a person."""

    kind: TroubleKind
    reason: str


@dataclass(frozen=True, slots=True)
class Sample:
    """Events, and how many of them failed."""

    total: int
    failed: int

    @property
    def success_rate(self) -> float | None:
        """Percent that did not fail; None of nothing, or of numbers that make no sense."""
        return 100 * (self.total - self.failed) / self.total if 0 <= self.failed <= self.total > 0 else None

    @property
    def rounded_rate(self) -> float | None:
        """The success rate to two decimals, as Postgres rounds it: so the database's functions say the same."""
        if self.success_rate is None:
            return None
        exact = Decimal(100 * (self.total - self.failed)) / self.total
        return float(exact.quantize(_HUNDREDTH, ROUND_HALF_UP))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """Webhook events as the shop's handler took them.

    `window` is of the last 24 hours, `newest` of the newest few of the last weeks, whenever they were.
    `failed_in_a_row` counts back from the newest one; `last_error`, `last_event_type` and `last_failed_at` are of the
    newest failure.
    As far as they were read, `before` is of the weeks before the window, `lately` are stretches of `LATELY` up to now
    and `finer` the others of `LOOKED_BACK`, and `latest` and `latest_by_type` say of the newest ones, newest first,
    whether they failed, and `failed_at` when those of `latest` did. `received` are all that arrived in the window, also
    those of which only the delivery was seen; `handled_later` failed within 24 hours and count as handled, since Stripe
    delivered them again or the shop said so.
    """

    window: Sample
    newest: Sample
    failed_in_a_row: int
    failing_since: datetime | None = None
    last_error: str | None = None
    last_event_type: str | None = None
    last_failed_at: datetime | None = None
    before: Sample = Sample(0, 0)
    lately: tuple[Sample, ...] = ()
    finer: tuple[Sample, ...] = field(default=(), compare=False)
    latest: tuple[bool, ...] = ()
    failed_at: tuple[datetime, ...] = ()
    latest_by_type: Mapping[str, tuple[bool, ...]] = field(default_factory=dict)
    received: int = field(default=0, compare=False)
    handled_later: int = field(default=0, compare=False)

    @property
    def unreported(self) -> int:
        """Those of the window that arrived, and of which the shop has not told how it handled them."""
        return max(0, self.received - self.window.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payments:
    """Payments by their last outcome, each once; `failed` is keyed by decline code, empty if there was none."""

    succeeded: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment by its last outcome, and when that was; `code` is None if it succeeded, "" for no code.

    Payments of one `payer` are those of one card or customer; None if that is not known.
    """

    at: datetime
    code: str | None = None
    payer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentHistory:
    """`window` is of the last 24 hours, `newest` of the newest few, `before` of the weeks before the window.

    `latest` are the newest ones one by one, newest first, `lately` stretches of `LATELY` up to now, and `finer` the
    others of `LOOKED_BACK` with their lengths, all as far as they were read. `thin` are notifications of the window
    that name a payment but not why it failed.
    """

    window: Payments
    newest: Payments
    before: Payments
    latest: tuple[Payment, ...] = ()
    lately: tuple[Payments, ...] = ()
    finer: tuple[tuple[timedelta, Payments], ...] = field(default=(), compare=False)
    thin: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How quiet it is, and how quiet it usually is at these hours.

    `usual` is the number of minutes with events in the same hours of the same weekdays, averaged over `weeks`
    earlier weeks; `quiet` is the time since the last event, at most a week, or since events could be recorded again.
    As far as they were read, `by_week` has those minutes of each week, and `before` those of ever longer stretches
    before it was quiet: today's, and those of an average week.
    """

    last_event_at: datetime
    quiet: timedelta
    usual: float
    weeks: int
    by_week: tuple[float, ...] = ()
    before: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A webhook endpoint of the Stripe account."""

    id: str
    url: str
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """Events that Stripe has not brought home yet; with `more`, there are more than `count`."""

    count: int
    more: bool = False
    oldest: datetime | None = None
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the API said. `probe` is its response time in ms, or why there is none after `attempts` tries."""

    probe: float | Trouble
    attempts: int
    endpoints: tuple[Endpoint, ...] | Trouble
    undelivered: Undelivered | Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """Deliveries of the last hour that were refused for their signature, by reason, and how many were taken in."""

    refused: Mapping[str, int]
    accepted: int = 0

    @property
    def total(self) -> int:
        """All refused ones."""
        return sum(self.refused.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How long the shop's handler took for the events of 24 hours, in ms: half of them, and 95 in 100, were faster.

    `latest_ms` has the newest ones one by one, newest first, as far as they were read.
    """

    p50_ms: float
    p95_ms: float
    latest_ms: tuple[float, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What the shop recorded; `rhythm` is None while the history is too short to know one.

    `handling` is None where no event says how long it took.
    """

    deliveries: Deliveries | Unknown
    payments: PaymentHistory | Unknown
    rhythm: Rhythm | Unknown | None
    refusals: Refusals | Unknown
    handling: Handling | Unknown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeReading:
    """One look at everything; `account` is None if no API key is configured."""

    records: Records
    account: Account | Unknown | None
