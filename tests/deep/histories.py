"""Random histories of a rate, of all sizes, and what one more outcome must never do to a verdict."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import Verdict, judge_rate
from pawpop_monitoring.checks.fal_ai.failures import REFUSED
from pawpop_monitoring.checks.stripe.delivery_rates import HANDLED
from pawpop_monitoring.checks.stripe.payment_rates import BANKS, CUSTOMERS, OURS

_KNOWN_ONE_BY_ONE = 200
_DEMANDS = (
    replace(OURS, limit=0.02),
    replace(HANDLED, limit=0.05),
    replace(REFUSED, limit=0.05),
    BANKS,
    CUSTOMERS,
)
_RANK = {Verdict.GOOD: 0, Verdict.UNDECIDED: 1, Verdict.BAD: 2}


@dataclass(frozen=True)
class History:
    """Outcomes of a day, newest first (True: it failed), as many as come in one, and the four weeks before it.

    So many of the newest are `known` one by one, and of so many as `lately` says, as of all, the sums.
    """

    newest_first: Sequence[bool]
    lately: Sequence[int]
    before: Counts
    demand: Demand
    known: int = _KNOWN_ONE_BY_ONE

    @property
    def is_known(self) -> bool:
        """Whether all are known one by one."""
        return len(self.newest_first) < self.known

    @property
    def rank(self) -> int:
        """How bad it looks: 0 is good, 2 is bad."""
        known, all_of_them = self.newest_first[: self.known], self.newest_first
        longer = [Counts(sum(all_of_them[:length]), length) for length in (*self.lately, len(all_of_them))]
        rate = judge_rate(looks_back(known, longer), self.before, self.demand, 365 * self.before.total / 28 or 365)
        return _RANK[rate.verdict]

    def __str__(self) -> str:
        """Newest first."""
        return f"{as_letters(self.newest_first)} after {self.before}, limit {self.demand.limit}"


def as_letters(newest_first: Sequence[bool]) -> str:
    """F failed, S succeeded."""
    return "".join("F" if failed else "S" for failed in newest_first)


def of_letters(letters: str, before: Counts, demand: Demand) -> History:
    """The other way round."""
    return History([letter == "F" for letter in letters], [len(letters)], before, demand)


def histories(number: int, seed: int) -> Iterator[History]:
    """Of one to some hundreds, with troubles of all shares in them; the same for the same seed."""
    for one in range(number):
        chance = random.Random(f"{seed} {one}")
        most = chance.choice((12, 40, 190, 600, 2000))
        length, usual = chance.randint(1, most), chance.choice((0, 0.002, 0.01, 0.02, 0.04, 0.06))
        outcomes: list[bool] = []
        while len(outcomes) < length:
            part = max(1, int(length * chance.random() ** 2))
            share = chance.choice((usual, usual, 0, 0.05, 0.1, 0.2, 0.5, 0.9, 1))
            outcomes += [chance.random() < share for _ in range(part)]
        outcomes, weeks = outcomes[:length], chance.choice((0, 1, 4))
        a_day = max(length, chance.choice((1, 10, 450, 5000)))
        before = Counts(round(7 * weeks * a_day * usual), 7 * weeks * a_day)
        lately = [chance.randint(1, length) for _ in range(chance.choice((1, 2, 17)))]
        yield History(outcomes, lately, before, chance.choice(_DEMANDS))


def one_more(history: History, *, failed: bool) -> History:
    """The same with one more that came; none of the others is forgotten for that."""
    newest_first = [failed, *history.newest_first]
    return replace(
        history, newest_first=newest_first, lately=[length + 1 for length in history.lately], known=history.known + 1
    )


def older_success(history: History) -> History:
    """The same with one more that had gone well before all others."""
    return replace(history, newest_first=[*history.newest_first, False])


def turned(history: History) -> History | None:
    """The same, but the newest of those that went well failed; None where each failed."""
    outcomes = list(history.newest_first)
    if all(outcomes):
        return None
    outcomes[outcomes.index(False)] = True
    return replace(history, newest_first=outcomes)


def broken_laws(history: History) -> list[str]:
    """What is wrong: no failure makes it look better, and nothing that went well makes it look worse.

    In a sum, one more that went well makes the trouble in it look milder, as if what came since was more of it.
    """
    rank, worse = history.rank, turned(history)
    laws = {
        "one more failed, and it looks better": one_more(history, failed=True).rank >= rank,
        "one more went well, and it looks worse": one_more(history, failed=False).rank <= rank,
        "one more had gone well before, and it looks worse": not history.is_known
        or older_success(history).rank <= rank,
        "the newest that went well failed, and it looks better": worse is None or worse.rank >= rank,
    }
    return [law for law, holds in laws.items() if not holds]
