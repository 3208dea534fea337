"""Days of what is no payment: webhook events, fal.ai, the database, and silence, on both sides of each cause."""

from collections.abc import Callable
from datetime import timedelta

from tests.unit.scenarios.database import usual_connections
from tests.unit.scenarios.rate_days import RateDay
from tests.unit.scenarios.shop import Shop, busy_shop, large_shop, small_shop
from tests.unit.scenarios.spans import DAY, Span, between

_ALL_DAY, _TWO_HOURS, _HOUR = between("00:00", "23:59"), between("12:10", "14:10"), between("15:05", "16:05")
_WEEK_AGO = Span(DAY - timedelta(days=7), DAY - timedelta(days=6))
_FULL = 84
"""Of 97 connections that are there for the shop."""

type _Arrange = Callable[[Shop], None]


def _slips(span: Span, share: float) -> _Arrange:
    return lambda shop: shop.payments.slipping.append((span, share))


def _crowds(span: Span, times: float) -> _Arrange:
    return lambda shop: shop.payments.crowded.append((span, times))


def _refuses(span: Span, share: float) -> _Arrange:
    return lambda shop: shop.images.flaky.append((span, share))


def _stops(span: Span) -> _Arrange:
    return lambda shop: shop.images.stopped.append(span)


def _rolls_back(span: Span, share: float) -> _Arrange:
    return lambda shop: shop.database.rolling_back.append((span, share))


def _goes_away(span: Span) -> _Arrange:
    return lambda shop: shop.database.outages.append(span)


def _fills(span: Span, minutes: int, of: int) -> _Arrange:
    """So many minutes of every so many, at other minutes each time as a real pool would."""

    def arrange(shop: Shop) -> None:
        shop.database.connections = lambda moment: (
            _FULL if moment in span and (moment - span.start) % timedelta(minutes=of) < timedelta(minutes=minutes)
            else usual_connections(moment)
        )  # fmt: skip

    return arrange


_RATE, _GAP = "stripe:webhook_success_rate", "stripe:webhook_gap"
_REFUSED, _NO_REQUESTS = "fal-ai:error_rate", "fal-ai:request_gap"
_POOL, _ROLLBACKS, _GONE = "supabase:connections", "supabase:error_rate", "supabase:unreachable"
_FAL, _DATABASE = ("fal-ai",), ("supabase",)
_WAITING = frozenset({"stripe:undelivered"})
"""Stripe holds what failed, and that is told as well."""
_MINUTES, _HOURS = timedelta(minutes=1), timedelta(hours=1)

OTHER_DAYS = (
    # Webhook events at their threshold.
    RateDay("busy shop, one event in twenty fails all day", busy_shop, _slips(_ALL_DAY, 0.05), _RATE, hovers=True,
            also=_WAITING),
    RateDay("large shop, 4 % of the events fail all day", large_shop, _slips(_ALL_DAY, 0.04), _RATE, hovers=True,
            also=_WAITING, deep=True),
    RateDay("busy shop, one event in fifty fails all day", busy_shop, _slips(_ALL_DAY, 0.02), also=_WAITING, deep=True),
    RateDay("busy shop, a third of the events fails for two hours", busy_shop, _slips(_TWO_HOURS, 0.34), _RATE, "high",
            _TWO_HOURS, told=40 * _MINUTES, over=_HOURS, also=_WAITING, deep=True),
    # fal.ai.
    RateDay("busy shop, fal.ai fails in 2 % as ever", busy_shop, _refuses(_ALL_DAY, 0.02), watched=_FAL),
    RateDay("large shop, fal.ai fails in 3 % as ever", large_shop, _refuses(_ALL_DAY, 0.03), watched=_FAL,
            also=frozenset({"fal-ai:daily_cost"}), deep=True),
    RateDay("busy shop, fal.ai fails in 5 %", busy_shop, _refuses(_ALL_DAY, 0.05), _REFUSED, hovers=True,
            watched=_FAL, deep=True),
    RateDay("busy shop, fal.ai fails in 40 % for two hours", busy_shop, _refuses(_TWO_HOURS, 0.4), _REFUSED, "high",
            _TWO_HOURS, told=30 * _MINUTES, over=_HOURS, watched=_FAL),
    RateDay("small shop, all of fal.ai fails for two hours", small_shop, _refuses(_TWO_HOURS, 1.0), _REFUSED,
            hovers=True, watched=_FAL, deep=True),
    RateDay("busy shop, nothing is asked of fal.ai for four hours", busy_shop, _stops(between("12:00", "16:00")),
            _NO_REQUESTS, "medium", between("12:00", "16:00"), told=2 * _HOURS, watched=_FAL,
            deep=True),
    RateDay("busy shop, nothing is asked of fal.ai for 20 min", busy_shop, _stops(between("12:00", "12:20")),
            watched=_FAL, deep=True),
    # Silence.
    RateDay("busy shop, no orders for two hours", busy_shop, _crowds(_TWO_HOURS, 0.0), _GAP, "medium", _TWO_HOURS,
            told=75 * _MINUTES),
    RateDay("busy shop, a holiday at a third", busy_shop, _crowds(_ALL_DAY, 0.33)),
    RateDay("small shop, a holiday at a third", small_shop, _crowds(_ALL_DAY, 0.33), deep=True),
    RateDay("busy shop, the week after a sale", busy_shop, _crowds(_WEEK_AGO, 5.0), deep=True),
    RateDay("small shop, the week after a sale", small_shop, _crowds(_WEEK_AGO, 8.0), deep=True),
    # The pool, and transactions.
    RateDay("busy shop, the pool is full five minutes of ten", busy_shop, _fills(between("11:00", "20:00"), 5, 10),
            _POOL, hovers=True, watched=_DATABASE),
    RateDay("busy shop, the pool is full twenty minutes of forty", busy_shop, _fills(between("11:00", "20:00"), 20, 40),
            _POOL, hovers=True, watched=_DATABASE, deep=True),
    RateDay("busy shop, the pool is full for an hour", busy_shop, _fills(_HOUR, 60, 60), _POOL, "medium", _HOUR,
            watched=_DATABASE, deep=True),
    RateDay("busy shop, the pool is full for 50 s", busy_shop, _fills(between("14:59:30", "15:00:20"), 1, 1),
            watched=_DATABASE, deep=True),
    RateDay("busy shop, 3 % are rolled back all day", busy_shop, _rolls_back(_ALL_DAY, 0.03), watched=_DATABASE,
            deep=True),
    RateDay("busy shop, a fifth is rolled back for an hour", busy_shop, _rolls_back(_HOUR, 0.2), _ROLLBACKS, "high",
            _HOUR, watched=_DATABASE, deep=True),
    RateDay("busy shop, its database is away for 15 s", busy_shop, _goes_away(between("18:19:55", "18:20:10")),
            watched=_DATABASE, deep=True),
    RateDay("busy shop, its database is away for 50 s", busy_shop, _goes_away(between("18:19:55", "18:20:45")), _GONE,
            "critical", between("18:19:55", "18:20:45"), watched=_DATABASE, deep=True),
)  # fmt: skip
