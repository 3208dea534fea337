"""Trouble that outlasted a deploy, and began and ended between two looks: nothing is left of it but what failed.

It is judged as it was at its last failure. Failures are what chance is counted by, rather than looks, so to ask of more
moments costs no false alarms.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.rates import RateJudgement, Verdict

HICCUP = timedelta(minutes=2)
"""All that failed within it may be one deploy of the shop."""
_APART = timedelta(minutes=6)
"""No look is further from the one before; what began a hiccup earlier than that was told then."""
_STRAYS = 2
"""So many may fail just before or after a deploy as they do on any day."""


class BetweenLooks(NamedTuple):
    """How the rate stood at the last failure, and how long those that it rests on took."""

    rate: RateJudgement
    lasted: timedelta

    @property
    def in_words(self) -> str:
        """Such as "failed for 6 minutes, and succeed again"."""
        return f"failed for {round(self.lasted / timedelta(minutes=1))} minutes, and succeed again"


def outlasted_a_hiccup(
    newest_first: Sequence[bool],
    failed_at: Sequence[datetime],
    now: datetime,
    judge_before: Callable[[Counts], RateJudgement],
) -> BetweenLooks | None:
    """The trouble that no look before `now` can have told; None if there was none.

    Of outcomes, True if they failed, and the moments of those. `judge_before` judges the rate without the newest ones.
    """
    recent = [moment for moment in failed_at if now - moment < _APART + HICCUP]
    if not recent or recent[0] - recent[-1] < HICCUP:
        return None  # as mostly: nothing has to be judged anew
    for newer in _since_failures(newest_first):
        if newer.failed >= len(failed_at) or now - failed_at[newer.failed] > _APART:
            return None
        rate = judge_before(newer)
        moments = failed_at[newer.failed : newer.failed + rate.seen.failed]
        is_news = rate.verdict is Verdict.BAD and not rate.lasting and now - moments[-1] < _APART + HICCUP
        if is_news and outlasts_a_hiccup(moments, rate.seen):
            return BetweenLooks(rate, moments[0] - moments[-1])
    return None


def outlasts_a_hiccup(failed_at: Sequence[datetime], seen: Counts) -> bool:
    """Whether failures at these moments, newest first, are more than a hiccup and what strays just before or after it.

    Where something went well between them, what lies within two minutes may be a deploy, and the rest has to be more
    than a few.
    """
    lasted = failed_at[0] - failed_at[-1]
    if lasted < HICCUP or len(failed_at) < seen.failed:
        return False
    if seen.failed == seen.total or lasted >= _APART + HICCUP:
        return True
    hiccup = len(fullest_hiccup(failed_at))
    return len(failed_at) - hiccup > min(_STRAYS, hiccup - 1)


def fullest_hiccup(failed_at: Sequence[datetime]) -> Sequence[datetime]:
    """As many of these as lie within two minutes."""
    within = (failed_at[place : _end(failed_at, place)] for place in range(len(failed_at)))
    return max(within, key=len)


def _end(failed_at: Sequence[datetime], place: int) -> int:
    """Place of the first that is two minutes older."""
    return place + sum(1 for _ in takewhile(lambda moment: failed_at[place] - moment < HICCUP, failed_at[place:]))


def _since_failures(newest_first: Sequence[bool]) -> Iterator[Counts]:
    """What came since each of the failures that something went well after."""
    failed = 0
    for place, has_failed in enumerate(newest_first):
        if has_failed and place and not newest_first[place - 1]:
            yield Counts(failed, place)
        failed += has_failed
