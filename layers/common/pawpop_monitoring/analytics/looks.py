"""Ever longer looks back at the same outcomes."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from pawpop_monitoring.analytics.counts import Counts

LENGTHS = (*range(1, 13), 15, 20, 30, 50, 80, 120, 200)


def looks_back(newest_first: Sequence[bool], longer: Iterable[Counts] = ()) -> list[Counts]:
    """Looks at the last one, two, three, … of these outcomes (True: it failed), and the `longer` ones behind them."""
    failed = list(accumulate(newest_first, initial=0))
    lengths = [length for length in LENGTHS if length <= len(newest_first)]
    if newest_first and lengths[-1] != len(newest_first):
        lengths.append(len(newest_first))
    looks = [Counts(failed[length], length) for length in lengths]
    return nested([*looks, *longer])


def nested(looks: Iterable[Counts]) -> list[Counts]:
    """Those that make sense, shortest first, each in the next one and shorter than it; the longest is right."""
    kept: list[Counts] = []
    for look in sorted(looks, key=lambda one: (one.total, one.failed), reverse=True):
        rest = kept[-1].without(look) if kept else look
        if look.total and look.make_sense and rest.make_sense and rest.total:
            kept.append(look)
    return kept[::-1]
