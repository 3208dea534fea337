"""Days that the calendar or the shop's history makes odd: clocks that change, a first day, what returns after days."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.unit.scenarios.rate_days import HANDLER, PAYMENTS, RateDay
from tests.unit.scenarios.shop import Shop, busy_shop, first_day, large_shop, shop_of_ten, small_shop
from tests.unit.scenarios.spans import DAY, Span, at, between
from tests.unit.scenarios.zones import BERLIN_BACK, BERLIN_FORWARD, NEW_YORK_BACK, NEW_YORK_FORWARD

type _Arrange = Callable[[Shop], None]

_MINUTES, _HOURS, _DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_ALL_DAY, _NOON, _AFTERNOON = between("00:00", "23:59"), between("12:00", "12:40"), between("12:00", "16:00")
_TWO_HOURS, _SIX_MINUTES = between("16:10", "18:10"), between("14:03:45", "14:09:45")
_BETWEEN_LOOKS, _FOUR_MINUTES = between("14:01:00", "14:04:00"), between("14:00:40", "14:04:40")
_FAL, _CHANGED = ("fal-ai",), ("stripe", "fal-ai")
_GAP, _NO_REQUESTS, _SPENT = "stripe:webhook_gap", "fal-ai:request_gap", "fal-ai:daily_cost"
_STRIPE_GONE, _FAL_GONE, _REFUSED = "stripe:unreachable", "fal-ai:unreachable", "fal-ai:error_rate"
_RETURNED, _RESTORED = Span(at("10:00"), at("12:00")), at("09:58")
_THREE_DAYS = Span(DAY - 2.5 * _DAYS, _RETURNED.end)
_SINCE_CHRISTMAS = Span(DAY - 5 * _DAYS, DAY + 2 * _DAYS)
_LOST = Span(_RESTORED - _DAYS, _RESTORED)
_ZONES = (BERLIN_FORWARD, BERLIN_BACK, NEW_YORK_FORWARD, NEW_YORK_BACK)


def _all(*arranged: _Arrange) -> _Arrange:
    def arrange(shop: Shop) -> None:
        for one in arranged:
            one(shop)

    return arrange


def _in(zone: ZoneInfo) -> _Arrange:
    return lambda shop: shop.live_in(zone)


def _breaks(span: Span, share: float) -> _Arrange:
    return lambda shop: shop.payments.broken.append((span, share, "processing_error"))


def _orders(*crowds: tuple[Span, float]) -> _Arrange:
    return lambda shop: shop.payments.crowded.extend(crowds)


def _asks(*quieter: tuple[Span, float]) -> _Arrange:
    return lambda shop: shop.images.quieter.extend(quieter)


def _loops(span: Span) -> _Arrange:
    return lambda shop: shop.images.looping.append(span)


def _refuses(span: Span, share: float) -> _Arrange:
    return lambda shop: shop.images.flaky.append((span, share))


def _hiccups(span: Span) -> _Arrange:
    return lambda shop: shop.images.failing.append(span)


def _stripe_returns(shop: Shop) -> None:
    """It was away for days, in which nobody could pay; those who wanted to are gone."""
    shop.payments.outages, shop.payments.returning = [_THREE_DAYS], 0.0


def _fal_returns(shop: Shop) -> None:
    shop.images.outages = shop.images.stopped = [_THREE_DAYS]


def _restored(stopped: tuple[Span, ...]) -> _Arrange:
    """A backup of the day before: what was asked of fal.ai since is known to nobody."""

    def arrange(shop: Shop) -> None:
        shop.images.restored, shop.images.stopped = _RESTORED, [_LOST, *stopped]

    return arrange


def _lost_orders(shop: Shop) -> None:
    shop.payments.restored = _RESTORED
    shop.payments.crowded.append((_LOST, 0.0))


def _name(zone: ZoneInfo) -> str:
    place, _, way = zone.key.partition(", ")
    return f"busy shop in {place}, clocks are put {way}"


CALENDAR_DAYS = (
    # Clocks that change in the night.
    *(RateDay(_name(zone), busy_shop, _in(zone), watched=_CHANGED, played=_ALL_DAY, deep=True)
      for zone in _ZONES),
    *(RateDay(f"{_name(zone)}, no orders for two hours", busy_shop, _all(_in(zone), _orders((_TWO_HOURS, 0.0))), _GAP,
              "medium", _TWO_HOURS, told=75 * _MINUTES, watched=_CHANGED, deep=True) for zone in _ZONES),
    RateDay("busy shop in New York, a day of 25 hours costs too much before it ends", busy_shop,
            _all(_in(NEW_YORK_BACK), _loops(Span(at("23:00"), at("23:25")))), _SPENT, hovers=True, watched=_FAL,
            played=Span(at("18:00"), DAY + 34 * _HOURS), deep=True),
    # A first day, and sizes that were not played.
    RateDay("a shop's first day", first_day, watched=_CHANGED, played=_ALL_DAY),
    RateDay("a shop's first day, all payments fail for two hours", first_day, _breaks(_TWO_HOURS, 1.0), PAYMENTS,
            "critical", _TWO_HOURS, told=20 * _MINUTES, deep=True),
    RateDay("shop of ten, ordinary day", shop_of_ten, watched=_CHANGED, played=_ALL_DAY, deep=True),
    RateDay("shop of ten, all payments fail", shop_of_ten, _breaks(between("09:00", "23:59"), 1.0), PAYMENTS,
            "critical", hovers=True, deep=True),
    RateDay("busy shop, half fail for 40 min", busy_shop, _breaks(_NOON, 0.5), PAYMENTS, "critical", _NOON,
            told=40 * _MINUTES),  # the third failure tells, which may be the half of six in 34 minutes
    RateDay("large shop, 5 % fail for four hours", large_shop, _breaks(_AFTERNOON, 0.05), PAYMENTS, "critical",
            _AFTERNOON, told=2 * _HOURS, over=_HOURS, wavers=True, deep=True),
    # Who returns after days.
    RateDay("busy shop, Stripe returns after three days", busy_shop, _stripe_returns, _STRIPE_GONE, "critical",
            _RETURNED),
    RateDay("busy shop, fal.ai returns after three days", busy_shop, _fal_returns, _FAL_GONE, "critical", _RETURNED,
            also=frozenset({_NO_REQUESTS}), watched=_FAL, deep=True),
    RateDay("small shop, Stripe returns after three days", small_shop, _stripe_returns, _STRIPE_GONE, "critical",
            _RETURNED, deep=True),
    RateDay("busy shop, a backup of yesterday knows no requests to fal.ai", busy_shop, _restored(()), watched=_FAL,
            deep=True),
    RateDay("busy shop, a backup was restored and nothing is asked of fal.ai", busy_shop, _restored((_AFTERNOON,)),
            _NO_REQUESTS, "medium", _AFTERNOON, told=2 * _HOURS, watched=_FAL, deep=True),
    RateDay("busy shop, a backup was restored, and orders stop two hours later", busy_shop,
            _all(_lost_orders, _orders((_AFTERNOON, 0.0))), _GAP, "medium", _AFTERNOON, told=2 * _HOURS, deep=True),
    # Quiet weeks.
    RateDay("busy shop, the fifth day at a fifth", busy_shop,
            _all(_orders((_SINCE_CHRISTMAS, 0.2)), _asks((_SINCE_CHRISTMAS, 0.2))), watched=_CHANGED),
    RateDay("busy shop, nothing comes for hours of the fifth day at a fifth", busy_shop,
            _orders((between("11:00", "16:00"), 0.0), (_SINCE_CHRISTMAS, 0.2)), _GAP, "medium",
            between("11:00", "16:00"), told=5 * _HOURS, over=_HOURS, deep=True),  # 14 events tell little of a level
    RateDay("busy shop, a third is asked of fal.ai", busy_shop, _asks((_ALL_DAY, 0.33)), watched=_FAL, deep=True),
    # Deploys, as fal.ai sees them.
    RateDay("large shop, requests to fal.ai fail for 35 s", large_shop, _hiccups(between("14:04:45", "14:05:20")),
            watched=_FAL, also=frozenset({_SPENT}), deep=True),
    RateDay("large shop, requests to fal.ai fail for 90 s", large_shop, _hiccups(between("14:03:45", "14:05:15")),
            watched=_FAL, also=frozenset({_SPENT}), deep=True),
    RateDay("large shop, requests to fal.ai fail for six minutes", large_shop, _hiccups(_SIX_MINUTES), _REFUSED, "high",
            _SIX_MINUTES, also=frozenset({_SPENT}), watched=_FAL, deep=True),
    # Between two looks.
    RateDay("large shop, requests to fal.ai fail for three minutes between two looks", large_shop,
            _hiccups(_BETWEEN_LOOKS), _REFUSED, "high", _BETWEEN_LOOKS, also=frozenset({_SPENT}), watched=_FAL,
            deep=True),
    RateDay("large shop, all payments fail for three minutes between two looks", large_shop,
            _breaks(_BETWEEN_LOOKS, 1.0), PAYMENTS, "critical", _BETWEEN_LOOKS, deep=True),
    RateDay("large shop, its handler is broken for four minutes between two looks", large_shop,
            lambda shop: shop.payments.failing.append(_FOUR_MINUTES), HANDLER, "high", _FOUR_MINUTES,
            also=frozenset({"stripe:undelivered"}), deep=True),
    RateDay("busy shop, all of fal.ai fails for 40 min", busy_shop, _refuses(_NOON, 1.0), _REFUSED, "high", _NOON,
            told=20 * _MINUTES, watched=_FAL, deep=True),
)  # fmt: skip
