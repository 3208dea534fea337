"""How much of a trouble it takes for an alert; Alertmanager calls this `for` and `keep_firing_for`."""

from dataclasses import dataclass, field
from datetime import timedelta

REMEMBERED = 30
"""Checks that the engine looks back on; no policy can ask for more."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Opens when `open_after` of the last `window` looks were bad, closes after `close_after` good ones in a row.

    Looks closer together than `apart` count as one; those that open an alert have to span `lasts`, and none is older
    than `reaches_back`. What is known to have lasted for `outlasts` needs no second look. An alert closes no sooner
    than `calm_for` after the last bad look. The moments decide, so that it does not matter who looks how often.
    """

    open_after: int = 1
    window: int = 1
    close_after: int = 1
    apart: timedelta = field(default=timedelta(0), compare=False)
    lasts: timedelta = field(default=timedelta(0), compare=False)
    outlasts: timedelta = field(default=timedelta.max, compare=False)
    reaches_back: timedelta = field(default=timedelta.max, compare=False)
    calm_for: timedelta = field(default=timedelta(0), compare=False)

    def good_looks(self, interval: timedelta) -> int:
        """How many good looks in a row, `interval` apart, end an alert."""
        return max(self.close_after, -(-self.calm_for // interval))

    def __post_init__(self) -> None:
        """Refuse what could never open."""
        if not 1 <= self.open_after <= self.window <= REMEMBERED or self.close_after < 1:
            raise ValueError(f"can never open or close: {self}")


@dataclass(frozen=True, slots=True)
class Patience:
    """How much of a trouble is needed for an alert, whatever the interval of the checks.

    Checks that are less than `outlasts` apart may all have met one and the same hiccup: a deploy, a restart, a
    failover. So what is counted is not checks but time: `bad_checks` of them are enough when they lie at least
    `outlasts` apart, and checks in between have to be bad as well. One in three may be good, unless `unbroken`.
    An alert ends after `close_after` good checks in a row, and no sooner than `calm_for` after the last bad one.
    """

    bad_checks: int = 1
    outlasts: timedelta = timedelta(0)
    unbroken: bool = False
    close_after: int = 1
    calm_for: timedelta = timedelta(0)

    def policy(self, interval: timedelta) -> Policy:
        """The same patience, in checks every `interval`; as many as the engine remembers at most."""
        in_between = max(0, -(-self.outlasts // interval) - 1)
        open_after = min(self.bad_checks + in_between, REMEMBERED)
        tolerated = 0 if self.unbroken else open_after // 2
        window = min(open_after + tolerated, REMEMBERED)
        return Policy(
            open_after,
            window,
            self.close_after,
            apart=interval / 2,
            lasts=max(timedelta(0), (open_after - 1) * interval - interval / 2),  # checks may start a little early
            outlasts=self.outlasts,
            reaches_back=2 * window * interval,
            calm_for=self.calm_for,
        )


CONFIRMED = Policy()
"""What a person says, or a check that has asked several times, is true at once."""

AT_ONCE = Patience()
"""For rules that confirm within the check, or whose numbers already span a long window, at any interval."""

GAUGE = Patience(bad_checks=2, outlasts=timedelta(minutes=2))
"""For what is read at one moment: 2 of 3 checks every five minutes, 3 of 4 every minute."""

RATE = Patience(bad_checks=2, outlasts=timedelta(minutes=3))
"""For rates since the check before: 2 of 3 checks every five minutes, 4 of 6 every minute.

One minute more than for a gauge, as each looks back: half a minute of errors shows in two checks a minute apart.
A rate over a longer window would not help, for then the same half minute would show in all the checks of it.
"""

HANDLER = Patience(bad_checks=2, outlasts=timedelta(minutes=2), close_after=2)
"""For a row of failures: one that lasts two minutes, or goes on at the next look, is more than a deploy."""

HANDLERS_RATE = Patience(bad_checks=2, outlasts=timedelta(minutes=3), close_after=2)
"""The same for a rate, a little later: so the row, which says more, is told first."""

WAVERING = Patience(close_after=2, calm_for=timedelta(minutes=15))
"""For what is told at once, and may waver: while a tenth of many payments fail, fifty in a row go well now and then,
and one of the many looks meets that. In a shop with few, a quarter of an hour is nothing."""

BOOKED = Patience(outlasts=timedelta(minutes=30), unbroken=True, close_after=2)
"""For sums that two parties keep: one may write down later than the other."""

LASTING = Patience(bad_checks=2, outlasts=timedelta(minutes=30), unbroken=True, close_after=2)
"""For what is forecast, or grows over days: two looks in a row, and two to be over."""

HOUR_BY_HOUR = Patience(close_after=2, calm_for=timedelta(minutes=90))
"""For what spans an hour or more and is looked at each hour: it is told at once, and over after two calm looks."""

SLOW = Patience(bad_checks=2, outlasts=timedelta(minutes=30), unbroken=True, close_after=2, calm_for=timedelta(days=7))
"""The same for what days are compared by: it comes and goes with the weekdays for a while."""
