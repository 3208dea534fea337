"""The shop's payments and Stripe's deliveries of them, over a day and the weeks before."""

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from statistics import fmean
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.looked_back import LOOKED_BACK
from pawpop_monitoring.domain.readings.stripe import (
    LATELY,
    Deliveries,
    Endpoint,
    Payment,
    PaymentHistory,
    Payments,
    Records,
    Refusals,
    Rhythm,
    Sample,
    Trouble,
    TroubleKind,
    Undelivered,
    Unknown,
)
from tests.unit.scenarios.spans import DAY, HISTORY, Span, arrivals, within
from tests.unit.scenarios.zones import UTC_ZONE, weeks_before

_RETRIES = [timedelta(minutes=minutes) for minutes in (5, 30, 120, 300)]
_DECLINED = 0.06
_STRAY_FAILURES = 0.002
_GONE = Unknown("The database refuses connections.")
_WEEKS_NEEDED = 2
_HOUR = timedelta(hours=1)
_FINER = [length for length in LOOKED_BACK if length not in LATELY]


class Delivery(NamedTuple):
    """One event: made, first recorded (as failed, if `taken` comes later), and taken by the shop in the end."""

    made: datetime
    recorded: datetime
    taken: datetime


@dataclass
class ShopPayments:
    """Implements StripeEventSource and StripeApi.

    The shop's handler fails in `failing`, and its deliveries are refused for their signature in `refusing`; Stripe
    tries again after 5 and 30 minutes, 2 and 5 hours. Nobody can pay in `outages`: of the customers, the share
    `returning` come back when it works again, the others give up. In each span of `broken` a share of the payments
    fails with a code; in each of `tested` so many stolen cards are tried, evenly, and in each of `retried` one card so
    often. In each of `renewed` so many subscriptions are, of which a share is declined. In each of `slipping` a share
    of the deliveries fails for hours, and in each of `crowded` so many times as many orders come. A backup of the
    database was `restored` at a moment: before it nothing could be recorded. The shop `began` some time before the day.
    """

    clock: Clock
    per_hour: Sequence[float]
    seed: int
    readable: bool = True
    reachable: bool = True
    failing: list[Span] = field(default_factory=list)
    refusing: list[Span] = field(default_factory=list)
    outages: list[Span] = field(default_factory=list)
    returning: float = 0.5
    broken: list[tuple[Span, float, str]] = field(default_factory=list)
    tested: list[tuple[Span, int]] = field(default_factory=list)
    retried: list[tuple[Span, int]] = field(default_factory=list)
    renewed: list[tuple[Span, int, float]] = field(default_factory=list)
    slipping: list[tuple[Span, float]] = field(default_factory=list)
    crowded: list[tuple[Span, float]] = field(default_factory=list)
    restored: datetime | None = None
    began: datetime = DAY - HISTORY
    zone: ZoneInfo = UTC_ZONE

    def read(self, now: datetime) -> Records:
        if not self.readable:
            return Records(deliveries=_GONE, payments=_GONE, rhythm=_GONE, refusals=_GONE)
        seen = min(now, self.clock())
        return Records(
            deliveries=self._recorded(seen), payments=self._paid(seen), rhythm=self._rhythm(now),
            refusals=self._refused(seen),
        )  # fmt: skip

    def probe(self, seconds: float) -> float | Trouble:  # noqa: ARG002
        return self._trouble or 90.0

    def endpoints(self, seconds: float) -> tuple[Endpoint, ...] | Trouble:  # noqa: ARG002
        return self._trouble or (Endpoint(id="we_1", url="https://shop.example/webhook", enabled=True),)

    def undelivered(self, now: datetime, seconds: float) -> Undelivered | Trouble:  # noqa: ARG002 - Stripe's clock says
        theirs = self.clock()
        waiting = [one.made for one in self._late if one.made <= theirs - timedelta(minutes=5) and one.taken > theirs]
        return self._trouble or Undelivered(count=len(waiting), oldest=min(waiting, default=None))

    @property
    def succeeded(self) -> Sequence[datetime]:
        """When payments were made that succeeded."""
        return self._made.get(None, [])

    @property
    def _trouble(self) -> Trouble | None:
        if self.reachable and not within(self.outages, self.clock()):
            return None
        return Trouble(TroubleKind.NO_ANSWER, "Stripe did not answer within 2.5 s.")

    def _recorded(self, now: datetime) -> Deliveries:
        end = bisect_left(self._times, now)
        start = bisect_left(self._times, now - timedelta(hours=24))
        failed = [late for late in self._late if late.recorded < now < late.taken]
        newest = self.deliveries[max(0, end - 20) : end]
        newest_first = self.deliveries[max(0, end - 200) : end][::-1]
        run = 0
        while run < end and self.deliveries[end - 1 - run].taken > now:
            run += 1
        return Deliveries(
            window=Sample(end - start, sum(late.recorded >= now - timedelta(hours=24) for late in failed)),
            newest=Sample(len(newest), sum(delivery.taken > now for delivery in newest)),
            failed_in_a_row=run,
            last_failed_at=self.deliveries[end - 1].recorded if run else None,
            before=Sample(start - bisect_left(self._times, now - timedelta(days=28)), 0),
            lately=tuple(self._lately(now, failed, length) for length in LATELY),
            finer=tuple(self._lately(now, failed, length) for length in _FINER),
            latest=tuple(one.taken > now for one in newest_first),
            failed_at=tuple(one.recorded for one in newest_first if one.taken > now),
        )

    def _lately(self, now: datetime, failed: Sequence[Delivery], length: timedelta) -> Sample:
        since = now - length
        return Sample(len(self._slice(since, now)), sum(late.recorded >= since for late in failed))

    def _paid(self, now: datetime) -> PaymentHistory:
        day, month = now - timedelta(hours=24), now - timedelta(days=28)
        newest = now - timedelta(hours=20 / max(1.0, self.per_hour[now.hour]))
        return PaymentHistory(
            window=self._payments(day, now), newest=self._payments(newest, now), before=self._payments(month, day),
            latest=self._latest(now), lately=tuple(self._payments(now - length, now) for length in LATELY),
            finer=tuple((length, self._payments(now - length, now)) for length in _FINER),
        )  # fmt: skip

    def _latest(self, now: datetime) -> tuple[Payment, ...]:
        end = bisect_left(self._order_times, now)
        orders = reversed(self._orders[max(0, end - 200) : end])
        return tuple(Payment(made, code, "one card" if made in self._of_one_card else None) for made, code in orders)

    @cached_property
    def _of_one_card(self) -> frozenset[datetime]:
        return frozenset(moment for span, number in self.retried for moment in _evenly(span, number))

    def _payments(self, since: datetime, until: datetime) -> Payments:
        numbers = {
            code: bisect_left(moments, until) - bisect_left(moments, since) for code, moments in self._made.items()
        }
        return Payments(
            succeeded=numbers.get(None, 0), failed={code: number for code, number in numbers.items() if code and number}
        )

    def _rhythm(self, now: datetime) -> Rhythm | None:
        end = bisect_left(self._times, min(now, self.clock()))
        if not end:
            return None
        last = self._times[end - 1]
        start = max(last, self.restored or last)
        weeks = [week for week in range(1, 5) if weeks_before(start, week, self.zone) >= self.began]
        if len(weeks) < _WEEKS_NEEDED:
            return None
        active = [
            self._minutes_between(weeks_before(start, week, self.zone), weeks_before(now, week, self.zone))
            for week in weeks
        ]
        return Rhythm(
            last_event_at=last, quiet=now - start, usual=fmean(active), weeks=len(weeks), by_week=tuple(active),
            before=tuple(self._before(start, hours) for hours in (12, 24)) if start == last else (),
        )  # fmt: skip

    def _before(self, last: datetime, hours: int) -> tuple[float, float]:
        ends = [weeks_before(last, weeks, self.zone) for weeks in range(5)]
        recorded = last - self.restored if self.restored else hours * _HOUR
        today, *usual = [self._minutes_between(end - min(recorded, hours * _HOUR), end) for end in ends]
        return today, sum(usual) / 4

    def _minutes_between(self, since: datetime, until: datetime) -> int:
        first, end = bisect_left(self._times, since), bisect_left(self._times, until)
        return self._minutes[end - 1] - self._minutes[first] + 1 if first < end else 0

    def _slice(self, since: datetime, until: datetime) -> Sequence[datetime]:
        return self._times[bisect_left(self._times, since) : bisect_left(self._times, until)]

    def _refused(self, now: datetime) -> Refusals:
        hour = now - timedelta(hours=1)
        tries = (late.made + wait for late in self._late for wait in [timedelta(), *_RETRIES])
        refused = sum(hour <= moment < now and within(self.refusing, moment) for moment in tries)
        return Refusals(refused={"no match": refused} if refused else {}, accepted=len(self._slice(hour, now)))

    @cached_property
    def _made(self) -> dict[str | None, list[datetime]]:
        """When payments were made, by the code of their failure, None for those that succeeded."""
        made: dict[str | None, list[datetime]] = {}
        for moment, code in self._orders:
            made.setdefault(code, []).append(moment)
        return made

    @cached_property
    def _orders(self) -> list[tuple[datetime, str | None]]:
        chance = random.Random(self.seed + 1)
        wanted = self._wanted()
        made = (self._possible(moment, chance) for moment in wanted)
        ordered = [(moment, self._code(moment, chance.random())) for moment in sorted(filter(None, made))]
        spans = [*self.tested, *self.retried]
        tried = [(moment, "card_declined") for span, number in spans for moment in _evenly(span, number)]
        return sorted([*ordered, *tried, *self._renewals()], key=lambda order: order[0])

    @cached_property
    def _order_times(self) -> list[datetime]:
        return [made for made, _ in self._orders]

    def _wanted(self) -> Iterator[datetime]:
        chance = random.Random(self.seed + 4)
        for moment in arrivals(self.per_hour, self.seed, DAY - HISTORY, DAY + timedelta(days=2), self._by_clock):
            if moment < self.began:
                continue
            times = next((factor for span, factor in self.crowded if moment in span), 1.0)
            for more in range(int(times) + (chance.random() < times % 1)):
                yield moment + more * timedelta(seconds=chance.uniform(1, 30))

    @property
    def _by_clock(self) -> ZoneInfo | None:
        return None if self.zone is UTC_ZONE else self.zone

    def _renewals(self) -> Iterator[tuple[datetime, str | None]]:
        for span, number, share in self.renewed:
            for place, moment in enumerate(_evenly(span, number)):
                yield moment, "insufficient_funds" if int((place + 1) * share) > int(place * share) else None

    def _code(self, moment: datetime, chance: float) -> str | None:
        """Why a payment fails; `chance` is even from 0 to 1."""
        broken = next((share for span, share, _ in self.broken if moment in span), 0.0)
        if chance > 1 - broken:
            return next(code for span, _, code in self.broken if moment in span)
        return None if chance > _DECLINED else "card_declined"

    def _possible(self, wanted: datetime, chance: random.Random) -> datetime | None:
        """When an order is made that somebody wants to make; None if they give up."""
        outage = next((outage for outage in self.outages if wanted in outage), None)
        if outage is None:
            return wanted
        return outage.end + timedelta(minutes=chance.expovariate(0.5)) if chance.random() < self.returning else None

    @cached_property
    def deliveries(self) -> list[Delivery]:
        """Two events for each order, by the moment at which they are recorded."""
        events = (made + timedelta(seconds=second) for made, _ in self._orders for second in (1, 2))
        chance = random.Random(self.seed + 2)
        return sorted((self._delivery(made, chance.random()) for made in events), key=lambda one: one.recorded)

    @cached_property
    def _times(self) -> list[datetime]:
        return [delivery.recorded for delivery in self.deliveries]

    @cached_property
    def _minutes(self) -> list[int]:
        """Of each of `_times`, how many minutes with an event came before its own."""
        whole = [moment.replace(second=0, microsecond=0) for moment in self._times]
        return list(accumulate((later != earlier for earlier, later in pairwise(whole)), initial=0))

    @cached_property
    def _late(self) -> list[Delivery]:
        """Those of the day that did not go through at once."""
        return [one for one in self.deliveries if one.taken > one.made >= DAY - timedelta(days=1)]

    def _delivery(self, made: datetime, chance: float) -> Delivery:
        blocked = [*self.failing, *self.refusing]
        slips = next((share for span, share in self.slipping if made in span), 0.0)
        if chance > 1 - slips:
            return Delivery(made, made, made + _RETRIES[2])
        if not within(blocked, made):
            return Delivery(made, made, made + _RETRIES[0] if chance < _STRAY_FAILURES else made)
        retries = [made + wait for wait in _RETRIES]
        taken = next((again for again in retries if not within(blocked, again)), retries[-1])
        return Delivery(made, taken if within(self.refusing, made) else made, taken)


def _evenly(span: Span, number: int) -> list[datetime]:
    return [span.start + (span.end - span.start) * place / number for place in range(number)]
