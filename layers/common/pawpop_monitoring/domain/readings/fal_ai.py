"""What fal.ai and the tracked usage say, before anything is judged."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Self

from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.sale_days import SaleDays

_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class Answered:
    """fal.ai accepted the key, after so many milliseconds."""

    milliseconds: float


@dataclass(frozen=True, slots=True)
class Unreachable:
    """fal.ai can't be used. `reason` is a sentence for a person, without host or key."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unread:
    """It should be known but is not, for this reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotConfigured:
    """Nobody asked for it to be known: no statement is made. `advice` says how to get one."""

    advice: str


type Probe = Answered | Unreachable | Unread | NotConfigured
type Amount = Decimal | Unread | NotConfigured
"""US dollars."""


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """What fal.ai's price list asks for one `unit` of a model, such as an image or a megapixel; US dollars."""

    dollars: float
    unit: str

    @property
    def one_unit(self) -> str:
        """The same for `Images` and `image`."""
        return self.unit.lower().removesuffix("s")


@dataclass(frozen=True, slots=True, kw_only=True)
class UsagePeriods:
    """Which stretches of time are asked about, in days of `zone` (IANA name); `recent` has the shortest first.

    `yesterday` and `last_month` are those that ended so lately that their costs may still come; None for others.
    """

    today: Period
    month: Period
    recent: tuple[Period, ...]
    reported_since: datetime
    yesterday: Period | None = None
    last_month: Period | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """Tracked requests of a calendar day or month.

    `cost` is in US dollars, of those requests whose cost is an amount of money; `unusable` counts the others
    (negative, NaN, infinite), and `unpriced` the successful ones of which the shop told no cost.
    """

    requests: int
    cost: Decimal
    unusable: int = 0
    unpriced: int = 0
    costliest_endpoint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Tracked requests of the last hours; `refused` are the customer's own errors, which say nothing of fal.ai.

    The percentiles are those of the successful requests, in milliseconds. Of 500 requests and more, the counts begin
    at the full five minutes before, and percentiles and the error are those of the newest 500.
    """

    period: Period
    succeeded: int
    failed: int
    refused: int = 0
    p50_ms: float | None = None
    p95_ms: float | None = None
    common_error: str | None = None

    @property
    def sample(self) -> int:
        """Requests that tell how well fal.ai works."""
        return self.succeeded + self.failed

    @property
    def error_rate(self) -> float | None:
        """Percent of the sample that failed; None without one."""
        return self.failed * 100 / self.sample if self.sample else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Requests, and how many of them failed."""

    total: int
    failed: int


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Requests that were left when fal.ai last said so, of one endpoint if that is known.

    `before` is what the report before it said, if that came within the quarter of an hour before.
    """

    remaining: int
    reported_at: datetime
    endpoint: str = field(default="", compare=False)
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRhythm:
    """When requests came, in slots of five minutes.

    `quiet` is the time since the last one, at most a day, or since requests could be recorded again, without the time
    that reports of this shop mostly take. `today` and `earlier_weeks`, the newest first, are the numbers of the slots
    in which requests came, counted from where it became quiet (so negative before that), a day back; of the earlier
    weeks until as far behind it as it is quiet now.
    """

    last_request_at: datetime
    quiet: timedelta
    today: frozenset[int]
    earlier_weeks: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class DailyCosts:
    """US dollars of complete days, the last of them yesterday; `elapsed` is the share of `today` that is over.

    `lifts` are by how many times the usual today and the days after it are expected to be; as usual if there are none.
    """

    today: date
    elapsed: float
    before: tuple[float, ...]
    lifts: tuple[float, ...] = ()

    def without(self, sales: SaleDays) -> Self:
        """The same days as if there had been no sale, and what those ahead will bring by what earlier ones did."""
        return replace(
            self,
            before=sales.evened(self.before, self.today),
            lifts=sales.lifts(self.before, self.today, _LONGEST_MONTH),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FalUsage:
    """What the shop tracked; `traffic` has the shortest period first.

    `rate_limit` is the newest report of all, `rate_limits` has the newest one of each endpoint. As far as they were
    read, `latest` says of the newest requests of a day, newest first, whether they failed, `failed_at` when those did,
    `latest_ms` how long the others took, `finer` counts those of stretches up to now, with their lengths, between those
    of `traffic`, and `before` those of the weeks before; customers' own errors are left out of all.
    `rhythm` is None where there is no request at all. `yesterday` and `last_month` are there while costs of theirs may
    still come; `broken_at_midnight` are the keys of the rules that the last check of yesterday found broken.
    `daily` is None where there is no complete day.
    """

    today: Spend
    month: Spend
    traffic: tuple[Traffic, ...]
    rate_limit: RateLimit | None = None
    rate_limits: tuple[RateLimit, ...] = ()
    latest: tuple[bool, ...] = ()
    failed_at: tuple[datetime, ...] = ()
    latest_ms: tuple[float, ...] = ()
    finer: tuple[tuple[timedelta, Tally], ...] = field(default=(), compare=False)
    before: Tally = Tally(0, 0)
    rhythm: RequestRhythm | None = None
    yesterday: Spend | None = None
    last_month: Spend | None = None
    broken_at_midnight: frozenset[str] = frozenset()
    daily: DailyCosts | None = None

    @property
    def limits(self) -> tuple[RateLimit, ...]:
        """All that is known of limits."""
        return self.rate_limits or ((self.rate_limit,) if self.rate_limit else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class FalReading:
    """One look at fal.ai. `attempts` is how often the probe was tried; the month of the sums began at `month_began`."""

    read_at: datetime
    probe: Probe
    usage: FalUsage | Unread
    balance: Amount
    billed_today: Amount
    billed_month: Amount = NotConfigured("Set FalAdminKey.")
    billed_yesterday: Amount = NotConfigured("Set FalAdminKey.")
    billed_last_month: Amount = NotConfigured("Set FalAdminKey.")
    attempts: int = 1
    month_began: datetime | None = None

    @property
    def lacks_a_bill(self) -> bool:
        """True if what is billed should be known but is not: what the shop tracked is the least that was spent."""
        return isinstance(self.billed_today, Unread) or isinstance(self.billed_month, Unread)
