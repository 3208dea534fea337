"""Days on which a shop sells far more than usual, said beforehand: what they bring is neither odd nor usual."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

_MOST_DAYS, _MOST_SALES = 31, 60
_TO = " to "


@dataclass(frozen=True, slots=True)
class SaleDays:
    """Stretches of days, the first and the last one of each included, in the shop's own calendar."""

    stretches: tuple[tuple[date, date], ...] = ()

    def covers(self, day: date) -> bool:
        """Whether there is a sale on it."""
        return any(first <= day <= last for first, last in self.stretches)

    def evened(self, values: Sequence[float], after: date) -> tuple[float, ...]:
        """`values` of the days before `after`, oldest first; a sale's is the median of that weekday's others."""
        days = [after - timedelta(days=back) for back in range(len(values), 0, -1)]
        plain = {day: value for day, value in zip(days, values, strict=True) if not self.covers(day)}
        if len(plain) == len(values):
            return tuple(values)
        return tuple(
            plain[day] if day in plain else _usual(day, plain, value) for day, value in zip(days, values, strict=True)
        )

    def lifts(self, values: Sequence[float], after: date, number: int) -> tuple[float, ...]:
        """By how many times the usual each of the `number` days from `after` on is expected to be.

        What earlier sales in `values` brought is what the next ones will, beside the same weekdays; after none, nothing
        is known, and a sale counts as any day. Empty where no sale is ahead.
        """
        coming = [self.covers(after + timedelta(days=ahead)) for ahead in range(number)]
        if not any(coming):
            return ()
        days = [after - timedelta(days=back) for back in range(len(values), 0, -1)]
        pairs = zip(days, values, self.evened(values, after), strict=True)
        seen = [value / usual for day, value, usual in pairs if self.covers(day) and usual > 0]
        lift = median(seen) if seen else 1.0
        return tuple(lift if is_sale else 1.0 for is_sale in coming)


NO_SALES = SaleDays()


def sale_days_of(text: str) -> SaleDays:
    """What `2026-11-27 to 2026-11-30, 2026-12-24` says; ValueError says what is wrong with it."""
    found = tuple(_stretch(part.strip()) for part in text.split(",") if part.strip())
    if len(found) > _MOST_SALES:
        raise ValueError(f"must name at most {_MOST_SALES} sales; those of more than ten weeks ago can go")
    return SaleDays(found)


def _stretch(part: str) -> tuple[date, date]:
    first, _, last = part.partition(_TO)
    try:
        begins = date.fromisoformat(first.strip())
        ends = date.fromisoformat(last.strip()) if last else begins
    except ValueError:
        raise ValueError(f"must read 2026-11-27 to 2026-11-30, 2026-12-24, not {part[:60]!r}") from None
    if ends < begins:
        raise ValueError(f"must name the first day of a sale before its last one, not {part[:60]!r}")
    if ends - begins >= timedelta(days=_MOST_DAYS):
        raise ValueError(f"must name a sale of 1 to {_MOST_DAYS} days, not {part[:60]!r}")
    return begins, ends


def _usual(day: date, plain: dict[date, float], value: float) -> float:
    others = [seen for other, seen in plain.items() if other.weekday() == day.weekday()]
    return median(others) if others else value
