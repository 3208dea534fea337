"""A shop, all that it lives on, and the time that passes there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.unit.scenarios.database import ShopDatabase
from tests.unit.scenarios.images import ShopImages
from tests.unit.scenarios.payments import ShopPayments
from tests.unit.scenarios.spans import DAY, Span, within
from tests.unit.scenarios.zones import UTC_ZONE

_BUSY = [2.0] * 7 + [12.0] * 2 + [30.0] * 13 + [12.0, 6.0]
_TINY = [0.01] * 7 + [0.05] * 2 + [0.13] * 13 + [0.05, 0.02]
_SMALL = [0.02] * 7 + [0.3] * 2 + [1.5] * 13 + [0.5, 0.1]


@dataclass
class Time:
    """The clock of everything that is played."""

    now: datetime = DAY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Shop:
    """`offline` is when the monitor has no network; `paused` are the checks that do not run, and when.

    At each moment of `asked` somebody runs all the others by hand. The monitor's clock is `ahead` at a moment.
    `zone` is that of the shop and of its customers.
    """

    time: Time
    database: ShopDatabase
    images: ShopImages
    payments: ShopPayments
    offline: list[Span] = field(default_factory=list)
    paused: dict[str, Span] = field(default_factory=dict)
    asked: list[datetime] = field(default_factory=list)
    ahead: Callable[[datetime], timedelta] = lambda _moment: timedelta()
    zone: ZoneInfo = UTC_ZONE

    def clock(self) -> datetime:
        """The monitor's own."""
        return self.time.now + self.ahead(self.time.now)

    @property
    def online(self) -> bool:
        return not within(self.offline, self.time.now)

    @property
    def readable(self) -> bool:
        """Whether the monitor can reach the database."""
        return self.online and self.database.up

    def live_in(self, zone: ZoneInfo) -> None:
        """From the first day on; to be said before anything is played."""
        self.zone = self.images.zone = self.payments.zone = zone

    def begin_anew(self) -> "Shop":
        """The same day once more; what comes in it is known already."""
        self.time.now = DAY
        self.database.begin_anew()
        return self

    def settle(self) -> None:
        """Let everybody see what is out of reach just now."""
        self.images.readable = self.payments.readable = self.readable
        self.images.reachable = self.payments.reachable = self.database.reachable = self.online


def busy_shop(seed: int = 1) -> Shop:
    """Some four hundred and fifty orders a day, most between 9 and 22."""
    return _shop(_BUSY, seed)


def large_shop(seed: int = 1) -> Shop:
    """Some four thousand orders a day."""
    return _shop([rate * 9 for rate in _BUSY], seed)


def small_shop(seed: int = 1) -> Shop:
    """Some twenty orders a day, and nights without any."""
    return _shop(_SMALL, seed)


def shop_of_ten(seed: int = 1) -> Shop:
    """Ten orders a day."""
    return _shop([rate / 2 for rate in _SMALL], seed)


def tiny_shop(seed: int = 1) -> Shop:
    """Two orders a day."""
    return _shop(_TINY, seed)


def new_shop(seed: int = 1) -> Shop:
    """A busy one that opened three days ago."""
    shop = busy_shop(seed)
    shop.payments.began = DAY - timedelta(days=3)
    return shop


def first_day(seed: int = 1) -> Shop:
    """A busy one that opens at ten."""
    shop = busy_shop(seed)
    shop.payments.began = shop.images.began = DAY + timedelta(hours=10)
    return shop


def _shop(per_hour: list[float], seed: int) -> Shop:
    time = Time()
    images = ShopImages(time, [rate * 1.2 for rate in per_hour], seed)
    return Shop(time, ShopDatabase(time), images, ShopPayments(time, per_hour, seed))
