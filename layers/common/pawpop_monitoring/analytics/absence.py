"""Whether nothing has come for longer than a shop's own rhythm explains.

If things come by chance, `usual` of them in such a span, the chance of none is e^-usual. A fixed limit on that
chance would cry wolf in busy shops, where there are many spans to be silent in. So the limit is on how often
such a silence would come about by chance in a year at that pace, which is today's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import exp, log1p
from statistics import median_low

_FALSE_ALARMS_PER_YEAR = 0.1
FEWEST_EXPECTED = 6.0
"""Of fewer nobody misses any, whatever day it is."""
_TELLING, _DOUBT = 5.0, 2.0
"""So many before it was quiet: fewer tell nothing of today; and so many more are counted, so that few prove little."""
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Absence:
    """Nothing for `quiet`, in which `usual` come on an ordinary day.

    `before` are ever longer stretches before it was quiet: what came today, and what usually comes.
    """

    quiet: timedelta
    usual: float
    before: Sequence[tuple[float, float]] = ()

    @property
    def level(self) -> float:
        """How busy today was until it was quiet, as a share of the usual: a holiday is a third."""
        return min((seen / usual for seen, usual in self._today), default=1.0)

    @property
    def chance(self) -> float:
        """That of none, if their mean is known as well as today's hours so far tell it."""
        chances = (exp(-seen * log1p(self.usual / before)) for seen, before in self._today)
        return max(chances, default=exp(-self.usual))

    @property
    def is_improbable(self) -> bool:
        """Whether chance brings it so seldom that somebody has to hear of it."""
        expected = self.usual * self.level
        if expected < FEWEST_EXPECTED or self.quiet <= timedelta():
            return False
        spans_per_year = expected * (_YEAR / self.quiet)
        return self.chance * spans_per_year < _FALSE_ALARMS_PER_YEAR

    @property
    def _today(self) -> list[tuple[float, float]]:
        """Stretches in which there is usually something, with the doubt. More than usual is no promise."""
        told = [(min(seen, usual), usual) for seen, usual in self.before if usual >= _TELLING]
        return [(seen + _DOUBT, usual + _DOUBT) for seen, usual in told]


def of_an_ordinary_week(by_week: Sequence[float]) -> float:
    """A week with a sale in it is no measure of the others; there is one week at least."""
    return median_low(by_week)
