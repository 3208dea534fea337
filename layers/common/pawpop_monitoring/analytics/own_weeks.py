"""How a day compares with the same weekday of the weeks before, in words that a shop owner uses."""

from collections.abc import Sequence
from dataclasses import dataclass

from pawpop_monitoring.analytics.quantiles import median

FEWEST_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """Today's figure is more than that of `below` of `weeks` such days; `usual` is their median."""

    value: float
    usual: float
    below: int
    weeks: int

    @property
    def change(self) -> float:
        """Share by which it is above the usual one, negative if below; 0 where nothing is usual."""
        return self.value / self.usual - 1 if self.usual else 0.0


def compared(value: float, same_weekday: Sequence[float]) -> Compared | None:
    """With the same weekdays before; None while there are fewer than `FEWEST_WEEKS`."""
    if len(same_weekday) < FEWEST_WEEKS:
        return None
    return Compared(value, median(list(same_weekday)), sum(one < value for one in same_weekday), len(same_weekday))
