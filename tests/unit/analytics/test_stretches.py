"""The worst stretch before a look, against a search through all of them."""

from itertools import pairwise
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back
from pawpop_monitoring.analytics.stretches import plausible, worst_stretch


def _weight(seen: Counts, share: float) -> float:
    likely = plausible(seen)
    passed = seen.total - seen.failed
    return 0.0 if likely <= share else seen.failed * log(likely / share) + passed * log((1 - likely) / (1 - share))


@given(st.lists(st.booleans(), min_size=2, max_size=120), st.floats(0.001, 0.5))
def test_the_worst_stretch_is_found(newest_first: list[bool], bearable: float) -> None:
    looks = looks_back(newest_first)
    for place, look in enumerate(looks):
        if look.failed == look.total:
            continue
        began = [longer for shorter, longer in pairwise(looks[place:]) if longer.failed > shorter.failed]
        most = max([0.0, *(_weight(longer.without(look), bearable) for longer in began)])
        assert _weight(worst_stretch(looks, place, bearable), bearable) == pytest.approx(most, abs=1e-9)
