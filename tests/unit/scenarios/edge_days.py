"""Days close to a limit, on either side of it: what comes and goes, waves, hiccups, quiet hours, new shops."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.unit.scenarios.database import usual_connections
from tests.unit.scenarios.rate_days import HANDLER, PAYMENTS, RateDay
from tests.unit.scenarios.shop import Shop, busy_shop, large_shop, new_shop, small_shop, tiny_shop
from tests.unit.scenarios.spans import Span, at, between

type _Arrange = Callable[[Shop], None]

_MINUTES, _HOURS = timedelta(minutes=1), timedelta(hours=1)
_ALL_DAY, _MORNING, _NIGHT = between("00:00", "23:59"), between("00:00", "12:00"), between("02:00", "06:00")
_NOON, _HOUR, _AFTERNOON = between("12:00", "12:40"), between("15:05", "16:05"), between("12:00", "16:00")
_WHILE = between("10:30", "20:00")
_WAITING = frozenset({"stripe:undelivered"})
_POOL, _BLIND, _GONE = "supabase:connections", "supabase:blind", "supabase:unreachable"
_REFUSED, _LEFT, _FAL_GONE = "fal-ai:error_rate", "fal-ai:rate_limit", "fal-ai:unreachable"
_GAP, _STRIPE_GONE, _RATE = "stripe:webhook_gap", "stripe:unreachable", "stripe:webhook_success_rate"
_NO_REQUESTS = "fal-ai:request_gap"
_SPENT = frozenset({"fal-ai:daily_cost"})
_FAL, _DATABASE = ("fal-ai",), ("supabase",)
_FULL = 84


def _every(minutes: float, of: float, span: Span = _WHILE) -> list[Span]:
    """So many minutes of every so many."""
    starts = range(int((span.end - span.start) / (of * _MINUTES)))
    return [Span(span.start + one * of * _MINUTES, span.start + (one * of + minutes) * _MINUTES) for one in starts]


def _at_checks(second: int) -> list[Span]:
    """A quarter of a minute around the second at which a check looks, three times in a night."""
    moments = [at(clock) + timedelta(seconds=second) for clock in ("02:00", "03:10", "04:25")]
    return [Span(moment - timedelta(seconds=5), moment + timedelta(seconds=11)) for moment in moments]


def _breaks(spans: list[Span], share: float) -> _Arrange:
    return lambda shop: shop.payments.broken.extend((span, share, "processing_error") for span in spans)


def _renews(declined: float) -> _Arrange:
    return lambda shop: shop.payments.renewed.append((_NOON, 400, declined))


def _deploys(start: str, end: str) -> _Arrange:
    return lambda shop: shop.payments.failing.append(between(start, end))


def _slips(spans: list[Span], share: float) -> _Arrange:
    return lambda shop: shop.payments.slipping.extend((span, share) for span in spans)


def _stripe_gone(spans: list[Span]) -> _Arrange:
    return lambda shop: shop.payments.outages.extend(spans)


def _fal_gone(spans: list[Span]) -> _Arrange:
    return lambda shop: shop.images.outages.extend(spans)


def _database_gone(spans: list[Span]) -> _Arrange:
    return lambda shop: shop.database.outages.extend(spans)


def _crowds(*crowds: tuple[Span, float]) -> _Arrange:
    return lambda shop: shop.payments.crowded.extend(crowds)


def _stops(span: Span) -> _Arrange:
    return lambda shop: shop.images.stopped.append(span)


def _refuses(share: float, span: Span = _ALL_DAY) -> _Arrange:
    return lambda shop: shop.images.flaky.append((span, share))


def _reports(*reports: tuple[datetime, int]) -> _Arrange:
    """How many requests fal.ai says are left."""

    def arrange(shop: Shop) -> None:
        shop.images.reported = list(reports)

    return arrange


def _fills(spans: list[Span], full: float = _FULL, *, blind: bool = False) -> _Arrange:
    def arrange(shop: Shop) -> None:
        shop.database.blind = blind
        shop.database.connections = lambda moment: (
            full if any(moment in span for span in spans) else usual_connections(moment)
        )

    return arrange


def _sale(shop: Shop) -> None:
    """Five times as many orders, and half of them fail for a while."""
    _crowds((_ALL_DAY, 5.0))(shop)
    _breaks([_NOON], 0.5)(shop)


_LOW = [(at("14:00") + number * 2 * _MINUTES, 4) for number in range(15)]
_PLENTY = (at("14:30"), 400)

EDGE_DAYS = (
    # Shops that are small, or new.
    RateDay("tiny shop, ordinary day", tiny_shop, played=_ALL_DAY, deep=True),
    RateDay("tiny shop, all fail", tiny_shop, _breaks([_ALL_DAY], 1.0), PAYMENTS, hovers=True, played=_ALL_DAY,
            deep=True),
    RateDay("new shop, ordinary day", new_shop),
    RateDay("new shop, all fail for 40 min", new_shop, _breaks([_NOON], 1.0), PAYMENTS, "critical", _NOON, deep=True),
    RateDay("small shop, 2 % of fal.ai fail as ever", small_shop, _refuses(0.02), watched=_FAL, deep=True),
    # Waves of declines.
    *(RateDay(f"busy shop, {share:.0%} of 400 renewals are declined", busy_shop, _renews(share), deep=True)
      for share in (0.03, 0.05)),
    RateDay("busy shop, 12 % of 400 renewals are declined", busy_shop, _renews(0.12), PAYMENTS, hovers=True, deep=True),
    RateDay("busy shop, 40 % of 400 renewals are declined", busy_shop, _renews(0.4), PAYMENTS, "medium", _NOON,
            over=3 * _HOURS),
    # Deploys.
    RateDay("busy shop, deploy of 35 s", busy_shop, _deploys("14:04:45", "14:05:20"), deep=True),
    RateDay("busy shop, deploy of 90 s", busy_shop, _deploys("14:04:05", "14:05:35"), also=_WAITING, deep=True),
    RateDay("large shop, deploy of 90 s", large_shop, _deploys("14:04:05", "14:05:35"), also=_WAITING, deep=True),
    RateDay("large shop, deploy of 4 min", large_shop, _deploys("14:01:35", "14:05:35"), HANDLER, hovers=True,
            also=_WAITING, deep=True),
    # What comes and goes.
    RateDay("large shop, all fail five minutes of twenty", large_shop, _breaks(_every(5, 20), 1.0), PAYMENTS,
            "critical", hovers=True, deep=True),
    RateDay("busy shop, a third of the events fails twenty minutes of forty", busy_shop, _slips(_every(20, 40), 0.34),
            _RATE, hovers=True, also=_WAITING),
    RateDay("busy shop, Stripe is away five minutes of twenty", busy_shop, _stripe_gone(_every(5, 20)), _STRIPE_GONE,
            "critical", hovers=True, deep=True),
    RateDay("busy shop, its database is away five minutes of twenty", busy_shop, _database_gone(_every(5, 20)), _GONE,
            "critical", hovers=True, watched=_DATABASE),
    RateDay("busy shop, its database is away five minutes of ten", busy_shop, _database_gone(_every(5, 10)), _GONE,
            "critical", hovers=True, watched=_DATABASE, deep=True),
    RateDay("busy shop, its database is away an hour of two", busy_shop, _database_gone(_every(60, 120)), _GONE,
            "critical", hovers=True, watched=_DATABASE, deep=True),
    RateDay("busy shop, the pool is full four minutes of every hour", busy_shop, _fills(_every(4, 60)), _POOL,
            hovers=True, watched=_DATABASE),
    # Blips that checks meet, and what is more.
    RateDay("busy shop, three blips of Stripe that checks meet", busy_shop, _stripe_gone(_at_checks(13)),
            played=_MORNING, deep=True),
    RateDay("busy shop, three blips of fal.ai that checks meet", busy_shop, _fal_gone(_at_checks(7)), played=_MORNING,
            watched=_FAL, deep=True),
    RateDay("busy shop, fal.ai is away for 40 min", busy_shop, _fal_gone([_NOON]), _FAL_GONE, "critical", _NOON,
            told=7 * _MINUTES, watched=_FAL),
    # A role that can't see connections.
    RateDay("busy shop, blind", busy_shop, _fills([], blind=True), _BLIND, hovers=True, watched=_DATABASE, deep=True),
    RateDay("busy shop, blind while connections run out for an hour", busy_shop, _fills([_HOUR], 95, blind=True), _POOL,
            "high", _HOUR, also=frozenset({_BLIND}), watched=_DATABASE),
    # Requests that are left.
    RateDay("busy shop, one request reports that 4 are left", busy_shop, _reports((at("13:00"), 400), _LOW[0]),
            watched=_FAL),
    RateDay("busy shop, two requests report that 4 are left", busy_shop,
            _reports((at("13:00"), 400), *_LOW[:2], _PLENTY), _LEFT, "medium", between("14:00", "14:30"),
            watched=_FAL, deep=True),
    RateDay("busy shop, few requests are left for half an hour", busy_shop, _reports(*_LOW, _PLENTY), _LEFT, "medium",
            between("14:00", "14:30"), watched=_FAL, deep=True),
    # fal.ai.
    RateDay("busy shop, nothing is asked of fal.ai for four hours of the night", busy_shop, _stops(_NIGHT),
            _NO_REQUESTS, hovers=True, played=_MORNING, watched=_FAL, deep=True),
    RateDay("small shop, nothing is asked of fal.ai for half an hour", small_shop, _stops(between("12:00", "12:30")),
            watched=_FAL, deep=True),
    RateDay("large shop, fal.ai fails in 12 % for four hours", large_shop, _refuses(0.12, _AFTERNOON), _REFUSED, "high",
            _AFTERNOON, told=40 * _MINUTES, over=_HOURS, also=_SPENT, wavers=True, watched=_FAL, deep=True),
    # Quiet days, and busy ones.
    RateDay("busy shop, two hours of the night without an order", busy_shop, _crowds((between("02:00", "04:00"), 0.0)),
            played=_MORNING, deep=True),
    RateDay("busy shop, a day at a fifth, as after Christmas", busy_shop, _crowds((_ALL_DAY, 0.2)), deep=True),
    RateDay("busy shop, a holiday at a third with four hours of nothing", busy_shop,
            _crowds((_AFTERNOON, 0.0), (_ALL_DAY, 0.33)), _GAP, "medium", _AFTERNOON, told=3 * _HOURS, deep=True),
    RateDay("busy shop, five times as many orders", busy_shop, _crowds((_ALL_DAY, 5.0))),
    RateDay("busy shop, half of five times as many fail for 40 min", busy_shop, _sale, PAYMENTS, "critical", _NOON,
            deep=True),
)  # fmt: skip
