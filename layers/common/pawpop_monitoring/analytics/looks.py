"""Ever longer looks back at the same outcomes."""

from collections.abc import Iterable, Sequence

from pawpop_monitoring.analytics.counts import Counts

FAILURES = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 23, 30, 40, 55, 75, 100, 140, 200)
"""A look reaches back to so many failures: to where they begin, and to just before they do."""
_FEW = 10
"""From here on one failure more or less changes little."""


def looks_back(newest_first: Sequence[bool], longer: Iterable[Counts] = ()) -> list[Counts]:
    """Looks at the last of these outcomes (True: it failed), shortest first, and the `longer` ones behind them.

    No other look at them says more: one that begins with a failure has the fewest others for its failures, and one that
    begins after a failure has the most. As it is failures that they hang on, one more outcome changes the looks by that
    one, and nothing that was seen goes out of sight because others came.
    """
    failed_at = [place for place, failed in enumerate(newest_first) if failed]
    looks = [Counts(int(newest_first[0]), 1)] if newest_first else []
    for number in FAILURES:
        if number > len(failed_at):
            break
        place = failed_at[number - 1]
        if number <= _FEW:
            looks.append(Counts(number - 1, place))
        looks.append(Counts(number, place + 1))
    return nested([*looks, Counts(len(failed_at), len(newest_first)), *longer])


def nested(looks: Iterable[Counts]) -> list[Counts]:
    """Those that make sense, shortest first, each in the next one and shorter than it; the longest is right."""
    kept: list[Counts] = []
    for look in sorted(looks, key=lambda one: (one.total, one.failed), reverse=True):
        rest = kept[-1].without(look) if kept else look
        if look.total and look.make_sense and rest.make_sense and rest.total:
            kept.append(look)
    return kept[::-1]
