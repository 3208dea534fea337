"""Prints the scores of the shipping detector beside the published ones."""

import time
from collections.abc import Iterable, Mapping, Sequence

from pawpop_monitoring.analytics.surprise import STRANGE, Surprise
from tests.benchmarks.nab.corpus import VARIABLE, Series, load, where
from tests.benchmarks.nab.reference import windowed_gaussian
from tests.benchmarks.nab.scoring import PROFILES, score

PUBLISHED: Mapping[str, Sequence[float]] = {
    "ARTime": (74.9, 65.1, 80.4),
    "HTM (Numenta)": (70.1, 63.1, 74.3),
    "CAD OSE": (69.9, 67.0, 73.2),
    "KNN CAD": (58.0, 43.4, 64.8),
    "Random Cut Forest": (51.7, 38.4, 59.7),
    "Twitter ADVec": (47.1, 33.6, 53.5),
    "Windowed Gaussian": (39.6, 20.9, 47.4),
}
_TRIED = tuple(0.7 + 0.05 * step for step in range(13))


def main() -> None:
    """`python -m tests.benchmarks nab`: all 58 files; a word instead where the data is not there."""
    folder = where()
    if folder is None:
        print(f"nab: skipped, the data of numenta/NAB is not here ({VARIABLE} names its folder)")
        return
    corpus = load(folder)
    began = time.perf_counter()
    alarms = {name: alarms_of(series) for name, series in corpus.items()}
    took = time.perf_counter() - began
    rows = sum(len(series.values) for series in corpus.values())
    print(f"nab: {len(corpus)} files, {rows:,} rows, in {took:.1f} s; the threshold in the code is {STRANGE:g}")
    print(f"{'':<26}{''.join(f'{name:>10}' for name in PROFILES)}")
    _row("this detector", scores(corpus, alarms))
    for name, figures in PUBLISHED.items():
        _row(name, figures)
    _row("… by this scorer", scores(corpus, {name: windowed_gaussian(one.values) for name, one in corpus.items()}))
    _halves(corpus)


def alarms_of(series: Series) -> list[int]:
    """Indexes at which the detector that ships would tell."""
    watch = Surprise()
    found = zip(series.moments, series.values, strict=True)
    return [at for at, (moment, value) in enumerate(found) if watch.is_news(moment, value)]


def scores(corpus: Mapping[str, Series], alarms: Mapping[str, Sequence[int]]) -> list[float]:
    """By profile."""
    return [score(corpus, alarms, profile) for profile in PROFILES.values()]


def _halves(corpus: Mapping[str, Series]) -> None:
    """A threshold chosen on half of the files, and what it scores on the others: what tuning is worth."""
    strange = {name: strangeness_of(series) for name, series in corpus.items()}
    names = list(corpus)
    for label, own, other in (("even", names[::2], names[1::2]), ("odd", names[1::2], names[::2])):
        best = max(_TRIED, key=lambda threshold: _standard(corpus, strange, own, threshold))
        mine, others = (_standard(corpus, strange, half, best) for half in (own, other))
        print(f"threshold chosen on the {label} files: {best:.2f}; {mine:.1f} on those, {others:.1f} on the others")


def strangeness_of(series: Series) -> list[float]:
    """Of each value, whichever its direction."""
    watch = Surprise()
    found = zip(series.moments, series.values, strict=True)
    return [abs(watch.strangeness(moment, value)) for moment, value in found]


def _standard(
    corpus: Mapping[str, Series], strange: Mapping[str, Sequence[float]], names: Sequence[str], threshold: float
) -> float:
    half = {name: corpus[name] for name in names}
    return score(half, {name: _news(strange[name], threshold) for name in names}, PROFILES["standard"])


def _news(strange: Sequence[float], threshold: float) -> list[int]:
    alarms, calm_since = [], -1000
    for at in (place for place, one in enumerate(strange) if one > threshold):
        if at - calm_since > 100:
            alarms.append(at)
        calm_since = at
    return alarms


def _row(name: str, figures: Iterable[float]) -> None:
    print(f"{name:<26}{''.join(f'{figure:>10.1f}' for figure in figures)}")
