"""What is usual for a rate, what is asked of it, and how often chance alone would bring what was seen."""

from dataclasses import dataclass

from pawpop_monitoring.analytics.chance import beta_binomial_at_least, binomial_at_least
from pawpop_monitoring.analytics.counts import NONE, Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What is asked of a rate.

    A share above `limit` is too much (None: there is no such limit), if `fewest` failed, and if it is `ratio` times
    the usual share. One that chance brings where `least` is usual is an everyday one, whatever is usual here. `typical`
    stands in for a history until there is one, and `steady` is of how many of the past at most the usual share is
    known: what varies from day to day is never known better. `false_alarms` is how often a year chance alone may bring
    what is told.
    """

    typical: Counts
    limit: float | None = None
    fewest: int = 3
    ratio: float = 1.5
    least: float = 0.0
    steady: int = 10_000
    false_alarms: float = 0.002

    def allows(self, share: float) -> bool:
        """Whether such a share is not above the limit, or an everyday one."""
        return share <= max(self.limit or 0.0, self.least)

    def bearable(self, usual: float) -> float:
        """The largest share that nobody minds where that one is usual; above 0 and below 1."""
        most = self.ratio * usual if self.limit is None else self.limit
        return min(0.99, max(most, self.least, 1e-6))


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual share, known from so many `failed` and `passed`, in a shop with `per_year` of them.

    Of those, `seen_before` are this shop's own.
    """

    failed: float
    passed: float
    per_year: float
    seen_before: int = 0

    @classmethod
    def of(cls, before: Counts, demand: Demand, per_year: float) -> "Usual":
        """From what was seen before, as far as it makes sense, and from what is typical."""
        known = before if before.make_sense else NONE
        weight = min(1.0, demand.steady / known.total) if known.total else 0.0
        failed = demand.typical.failed + weight * known.failed
        passed = demand.typical.total - demand.typical.failed + weight * (known.total - known.failed)
        return cls(failed, passed, per_year, known.total)

    @property
    def share(self) -> float:
        """The most plausible one."""
        return self.failed / (self.failed + self.passed)

    def chance(self, seen: Counts) -> float:
        """Chance of so many failures or more among so many, if all is as usual."""
        return beta_binomial_at_least(seen.failed, seen.total, self.failed, self.passed)

    def times_a_year(self, seen: Counts) -> float:
        """How often a year a failure would come, if all is as usual, that makes it so many among the last so many.

        It is failures that are counted rather than looks, so it does not matter how often anybody looks.
        """
        if seen.failed < 1:
            return self.per_year
        others = beta_binomial_at_least(seen.failed - 1, seen.total - 1, self.failed + 1, self.passed)
        return self.per_year * self.share * others

    def times_a_year_on(self, limit: float, seen: Counts) -> float:
        """The same, if the share were on the limit."""
        if seen.failed < 1 or limit >= 1:
            return self.per_year
        if limit <= 0:
            return 0.0
        return self.per_year * limit * binomial_at_least(seen.failed - 1, seen.total - 1, limit)
