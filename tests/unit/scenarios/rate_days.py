"""Days on which a rate changes, or only seems to: on both sides of each limit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tests.unit.scenarios.shop import Shop, busy_shop, large_shop, small_shop
from tests.unit.scenarios.spans import DAY, Span, between

PAYMENTS, HANDLER = "stripe:payment_success_rate", "stripe:consecutive_failures"


_NEVER, _TEN_TO_NINE = Span(DAY, DAY), between("10:00", "21:00")


@dataclass(frozen=True)
class RateDay:
    """`arrange` changes the shop, and `alert` of that severity has to be told, `also` may be.

    Within `told` after the start of `trouble`, and over within `over` after its end. What `hovers` at its limit, or
    comes and goes, may be told, four times at most; with a severity it has to be. What `wavers`, little beyond its
    limit, may be told again while it lasts. It is `played` for some hours of the day. `watched` are the services whose
    checks run. One that is `deep` is played by `make test-deep` alone.
    """

    name: str
    shop: Callable[[int], Shop]
    arrange: Callable[[Shop], None] = lambda _shop: None
    alert: str = ""
    severity: str = ""
    trouble: Span = _NEVER
    told: timedelta = timedelta(minutes=16)
    over: timedelta = timedelta(minutes=40)
    also: frozenset[str] = frozenset()
    hovers: bool = False
    wavers: bool = False
    played: Span = _TEN_TO_NINE
    watched: tuple[str, ...] = ("stripe",)
    deep: bool = False


def _breaks(span: Span, share: float, code: str = "processing_error") -> Callable[[Shop], None]:
    return lambda shop: shop.payments.broken.append((span, share, code))


def _tests(span: Span, cards: int) -> Callable[[Shop], None]:
    return lambda shop: shop.payments.tested.append((span, cards))


def _retries(span: Span, times: int) -> Callable[[Shop], None]:
    return lambda shop: shop.payments.retried.append((span, times))


def _renews(span: Span, number: int, declined: float) -> Callable[[Shop], None]:
    return lambda shop: shop.payments.renewed.append((span, number, declined))


def _hiccups(span: Span) -> Callable[[Shop], None]:
    return lambda shop: shop.payments.failing.append(span)


_NOON, _LONG = between("12:00", "12:40"), between("12:00", "16:00")
_SHORT = between("12:00", "12:06")
_MORNING = between("09:00", "20:00")
_HOURS = timedelta(hours=1)

RATE_DAYS = (
    RateDay("large shop, half fail for 40 min", large_shop, _breaks(_NOON, 0.5), PAYMENTS, "critical", _NOON),
    RateDay("large shop, one in a hundred fails all day", large_shop, _breaks(_MORNING, 0.01), deep=True),
    RateDay("busy shop, one in a hundred fails all day", busy_shop, _breaks(_MORNING, 0.01)),
    RateDay("large shop, ordinary day", large_shop),
    RateDay("large shop, deploy of 35 s", large_shop, _hiccups(between("14:04:45", "14:05:20")), deep=True),
    RateDay(
        "large shop, handler broken for 20 min", large_shop, _hiccups(between("14:00", "14:20")), HANDLER, "high",
        between("14:00", "14:20"), deep=True,
    ),
    RateDay(
        "busy shop, handler broken for 20 min", busy_shop, _hiccups(between("14:00", "14:20")), HANDLER, "high",
        between("14:00", "14:20"),
        also=frozenset({"stripe:undelivered"}),  # two may wait for five minutes before the third makes a row
    ),
    RateDay("busy shop, all fail for 40 min", busy_shop, _breaks(_NOON, 1.0), PAYMENTS, "critical", _NOON),
    RateDay(
        "busy shop, customers cancel now and then", busy_shop,
        _breaks(_MORNING, 0.03, "payment_method_customer_decline"),
    ),
    RateDay(
        "busy shop, customers can do nothing but cancel", busy_shop,
        _breaks(_LONG, 0.7, "payment_intent_payment_attempt_expired"), PAYMENTS, "medium", _LONG,
        told=_HOURS, over=2 * _HOURS,
    ),
    RateDay(
        "small shop, all fail for hours", small_shop, _breaks(_LONG, 1.0), PAYMENTS, "critical", _LONG,
        told=3 * _HOURS, over=4 * _HOURS,
    ),
    RateDay("small shop, stolen cards are tested", small_shop, _tests(_NOON, 80), PAYMENTS, "medium", _NOON,
            told=timedelta(minutes=12), over=4 * _HOURS),
    RateDay("small shop, one customer tries eight times", small_shop,
            _retries(between("12:00", "12:20"), 8)),
    RateDay("small shop, one card tries fifty times", small_shop, _retries(_NOON, 50)),
    RateDay("busy shop, a quarter of 400 renewals is declined", busy_shop, _renews(_NOON, 400, 0.25), PAYMENTS,
            "medium", _NOON, over=3 * _HOURS, deep=True),
    RateDay("busy shop, 7 % of 400 renewals are declined", busy_shop, _renews(_NOON, 400, 0.07), deep=True),
    RateDay("large shop, all fail for 6 min", large_shop, _breaks(_SHORT, 1.0), PAYMENTS, "critical", _SHORT,
            deep=True),
    RateDay("large shop, a tenth fails for four hours", large_shop, _breaks(_LONG, 0.1), PAYMENTS, "critical", _LONG,
            told=timedelta(minutes=40), over=timedelta(minutes=50), deep=True),
    RateDay("large shop, two payments fail", large_shop, _breaks(between("12:00:00", "12:00:14"), 1.0), deep=True),
    RateDay("busy shop, 4 % more are declined all day", busy_shop, _breaks(_MORNING, 0.04, "card_declined"), deep=True),
    RateDay("small shop, its handler is broken for 30 s", small_shop, _hiccups(between("14:00:00", "14:00:30")),
            deep=True),
)  # fmt: skip
