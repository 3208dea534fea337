"""Ever longer looks back at the same outcomes."""

from collections.abc import Iterable, Sequence

from pawpop_monitoring.analytics.counts import Counts

_CALM = 2
"""So many that went well one after the other are looked at from both their ends."""


def looks_back(newest_first: Sequence[bool], longer: Iterable[Counts] = ()) -> list[Counts]:
    """Looks at the last of these outcomes (True: it failed), shortest first, and the `longer` ones behind them.

    No other look at them says more: one that begins with the first of some failures in a row has the fewest others for
    its failures, and one that begins where some go well has the most. As it is failures that they hang on, one more
    outcome changes the looks by that one, and nothing that was seen goes out of sight because others came.
    """
    looks = [Counts(int(newest_first[0]), 1)] if newest_first else []
    began = number = 0
    for place, failed in enumerate(newest_first):
        if failed:
            if place > began and number:
                looks.append(Counts(number, began))
            if place - began >= _CALM:
                looks.append(Counts(number, place))
            number, began = number + 1, place + 1
    longest = [Counts(number, began), Counts(number, len(newest_first))]
    return nested([*looks, *longest, *longer])


def nested(looks: Iterable[Counts]) -> list[Counts]:
    """Those that make sense, shortest first, each in the next one and shorter than it; the longest is right."""
    kept: list[Counts] = []
    for look in sorted(looks, key=lambda one: (one.total, one.failed), reverse=True):
        rest = kept[-1].without(look) if kept else look
        if look.total and look.make_sense and rest.make_sense and rest.total:
            kept.append(look)
    return kept[::-1]
