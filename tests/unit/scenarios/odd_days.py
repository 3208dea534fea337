"""Days on which it is not the shop that is odd: who looks, whose clock it is, when costs come, what was restored."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from tests.unit.scenarios.rate_days import HANDLER, PAYMENTS, RateDay
from tests.unit.scenarios.shop import Shop, busy_shop, large_shop, small_shop
from tests.unit.scenarios.spans import DAY, Span, at, between

type _Arrange = Callable[[Shop], None]

_WAITING = frozenset({"stripe:undelivered"})
_GAP, _SPENT, _BOOKS = "stripe:webhook_gap", "fal-ai:daily_cost", "fal-ai:cost_gap"
_FAL = ("fal-ai",)
_MINUTES, _HOURS = timedelta(minutes=1), timedelta(hours=1)
_BLIP, _TROUBLE = between("14:02:05", "14:02:50"), between("14:02:05", "14:12:05")
_NOON, _AFTER = between("12:00", "12:40"), between("09:58", "14:00")
_NIGHT = Span(at("18:00"), DAY + timedelta(hours=30))
_MIDNIGHT = Span(DAY + timedelta(hours=24), DAY + timedelta(hours=25))
_LATE = _MIDNIGHT.start + 1.2 * _HOURS
"""When the costs of a loop that ends before midnight pass the limit, if they are noted three hours late."""
_RESTORED = at("09:58")


def _asked_thrice(broken: Span) -> _Arrange:
    """Whoever sees it looks three times within six seconds, and once more."""

    def arrange(shop: Shop) -> None:
        shop.payments.failing = [broken]
        shop.asked = [broken.start + timedelta(seconds=second) for second in (32, 35, 38, 44)]

    return arrange


def _off(ahead: Callable[[datetime], timedelta], broken: Span | None = None) -> _Arrange:
    """A clock that is off, and payments that all fail in `broken`."""

    def arrange(shop: Shop) -> None:
        shop.ahead = ahead
        shop.payments.broken = [(broken, 1.0, "processing_error")] if broken else []

    return arrange


def _every_second(moment: datetime) -> timedelta:
    return 4 * _MINUTES * (moment.minute // 5 % 2)


def _noted_late(loop: Span) -> _Arrange:
    def arrange(shop: Shop) -> None:
        shop.images.noted_late, shop.images.looping = 3 * _HOURS, [loop]

    return arrange


def _billed(late: timedelta, times: str = "1") -> _Arrange:
    def arrange(shop: Shop) -> None:
        shop.images.billed_late, shop.images.billed_times = late, Decimal(times)

    return arrange


def _restored(empty: Span | None = None) -> _Arrange:
    """A backup of the day before: what came since is gone; in `empty` nothing comes after it either."""

    def arrange(shop: Shop) -> None:
        shop.payments.restored = _RESTORED
        gone = Span(_RESTORED - timedelta(days=1), _RESTORED)
        shop.payments.crowded = [(span, 0.0) for span in (gone, empty) if span]

    return arrange


ODD_DAYS = (
    RateDay("large shop, somebody looks thrice at a blip of 45 s", large_shop, _asked_thrice(_BLIP), deep=True),
    RateDay("busy shop, somebody looks thrice at a blip of 45 s", busy_shop, _asked_thrice(_BLIP)),
    RateDay("large shop, somebody looks thrice at ten minutes of trouble", large_shop, _asked_thrice(_TROUBLE), HANDLER,
            "high", _TROUBLE, also=_WAITING, deep=True),
    # Clocks.
    RateDay("large shop, the clock is 4 min ahead", large_shop, _off(lambda _now: 4 * _MINUTES), deep=True),
    RateDay("busy shop, the clock is 4 min behind", busy_shop, _off(lambda _now: -4 * _MINUTES), deep=True),
    RateDay("busy shop, every second clock is 4 min ahead", busy_shop, _off(_every_second), deep=True),
    RateDay("busy shop, all fail by a clock that is 4 min ahead", busy_shop, _off(lambda _now: 4 * _MINUTES, _NOON),
            PAYMENTS, "critical", _NOON, told=20 * _MINUTES, over=45 * _MINUTES, deep=True),
    RateDay("busy shop, all fail by clocks of which every second is ahead", busy_shop, _off(_every_second, _NOON),
            PAYMENTS, "critical", _NOON, told=25 * _MINUTES, over=45 * _MINUTES),
    # Costs that come late.
    RateDay("busy shop, costs noted 3 h late pass the limit after midnight", busy_shop,
            _noted_late(between("21:50", "22:30")), _SPENT, "high",
            Span(_LATE - _HOURS, _MIDNIGHT.start + 6 * _HOURS), told=3 * _HOURS, over=_HOURS,
            watched=_FAL, played=Span(at("18:00"), DAY + timedelta(hours=31.5))),
    RateDay("busy shop, costs noted 3 h late stay below the limit", busy_shop,
            _noted_late(between("21:50", "21:56")), watched=_FAL, played=_NIGHT, deep=True),
    # A bill that lags.
    RateDay("busy shop, fal.ai's bill is 2 h behind", busy_shop, _billed(2 * _HOURS), watched=_FAL),
    RateDay("small shop, fal.ai's bill is 2 h behind", small_shop, _billed(2 * _HOURS), watched=_FAL, deep=True),
    RateDay("busy shop, half as much again is billed", busy_shop, _billed(timedelta(), "1.5"), _BOOKS, hovers=True,
            watched=_FAL, deep=True),
    # A backup of the day before.
    RateDay("small shop, a backup of yesterday was restored", small_shop, _restored()),
    RateDay("busy shop, a backup of yesterday was restored", busy_shop, _restored(), deep=True),
    RateDay("busy shop, a backup was restored and no order comes after it", busy_shop, _restored(_AFTER), _GAP,
            "medium", _AFTER, told=2 * _HOURS, deep=True),
)  # fmt: skip
