"""The benchmark's rules (sweeper.py and profiles.json of NAB 1.1), from their description.

The first 15 % of a file (750 rows at most) are not scored. The earliest alarm in a window earns the more the earlier it
is; every other alarm costs, the more the further it is behind a window; a window without any costs its miss. 0 is what
silence scores, 100 what an oracle would.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from tests.benchmarks.nab.corpus import Series

_PROBATION, _LONGEST_PROBATION = 0.15, 750


@dataclass(frozen=True, slots=True)
class Profile:
    """What a hit earns, a false alarm and a missed window cost."""

    hit: float
    false_alarm: float
    miss: float


PROFILES: Mapping[str, Profile] = {
    "standard": Profile(1.0, 0.11, 1.0),
    "low FP": Profile(1.0, 0.22, 1.0),
    "low FN": Profile(1.0, 0.11, 2.0),
}


def score(corpus: Mapping[str, Series], alarms: Mapping[str, Sequence[int]], profile: Profile) -> float:
    """Of all files together; `alarms` are indexes, by file."""
    windows = sum(len(series.windows) for series in corpus.values())
    reached = sum(_score_of_file(series, alarms[name], profile) for name, series in corpus.items())
    silence, oracle = -profile.miss * windows, profile.hit * windows
    return 100 * (reached - silence) / (oracle - silence)


def _score_of_file(series: Series, alarms: Iterable[int], profile: Profile) -> float:
    scored_from = min(int(_PROBATION * len(series.values)), _LONGEST_PROBATION)
    hits: dict[tuple[int, int], float] = {}
    false_alarms = 0.0
    for alarm in (one for one in alarms if one >= scored_from):
        window = next((one for one in series.windows if one[0] <= alarm <= one[1]), None)
        if window is None:
            false_alarms += profile.false_alarm * _behind(series.windows, alarm)
        else:
            hits[window] = max(hits.get(window, -1.0), profile.hit * _early(window, alarm))
    return sum(hits.values()) - profile.miss * (len(series.windows) - len(hits)) + false_alarms


def _early(window: tuple[int, int], alarm: int) -> float:
    """1 at the left edge, about 0 at the right one."""
    return _sigmoid(-(window[1] - alarm + 1) / (window[1] - window[0] + 1)) / _sigmoid(-1.0)


def _behind(windows: Sequence[tuple[int, int]], alarm: int) -> float:
    """From 0 right behind a window to -1 far from any."""
    passed = [window for window in windows if window[1] < alarm]
    if not passed:
        return -1.0
    first, last = passed[-1]
    return _sigmoid((alarm - last) / (last - first))


def _sigmoid(position: float) -> float:
    return -1.0 if position > 3 else 2 / (1 + exp(5 * position)) - 1
