"""Exact chances of counts, in microseconds: sums of the terms that matter, each made from the one before."""

from functools import lru_cache
from math import exp, lgamma, log, log1p

_NEGLIGIBLE = 1e-12
"""Of the sum so far: terms no larger, which only become smaller, are left out; all of them where the first is 0."""

_BURSTING = 1.001
_remembered = lru_cache(maxsize=4096)
"""From minute to minute most counts are what they were: nine of ten are asked for again."""


@_remembered
def binomial_at_least(count: int, trials: int, share: float) -> float:
    """Chance of `count` or more in `trials` independent trials, each with `share` in (0, 1)."""
    if not 0 < count <= trials:
        return float(count <= 0)
    if count <= trials * share:
        return 1.0 - binomial_at_least(trials - count + 1, trials, 1 - share)
    odds = share / (1 - share)
    total = term = exp(_log_ways(count, trials) + count * log(share) + (trials - count) * log1p(-share))
    for number in range(count, trials):
        term *= odds * (trials - number) / (number + 1)
        total += term
        if term <= total * _NEGLIGIBLE:
            break
    return min(1.0, total)


def binomial_at_most(count: int, trials: int, share: float) -> float:
    """Chance of `count` or fewer in `trials` independent trials, each with `share` in (0, 1)."""
    return binomial_at_least(trials - count, trials, 1 - share)


@_remembered
def beta_binomial_at_least(count: int, trials: int, failed: float, passed: float) -> float:
    """Chance of `count` or more in `trials`, when all that is known of the share is that it gave `failed` and `passed`.

    Both are above 0, and need not be whole. The share itself is uncertain, the more so the less of it was seen: that
    makes it a test of two samples.
    """
    if not 0 < count <= trials:
        return float(count <= 0)
    if count * (failed + passed) <= trials * failed:
        return 1.0 - beta_binomial_at_least(trials - count + 1, trials, passed, failed)
    total = term = exp(
        _log_ways(count, trials) + _log_beta(failed + count, passed + trials - count) - _log_beta(failed, passed)
    )
    for number in range(count, trials):
        term *= (trials - number) / (number + 1) * (failed + number) / (passed + trials - number - 1)
        total += term
        if term <= total * _NEGLIGIBLE:
            break
    return min(1.0, total)


def beta_binomial_at_most(count: int, trials: int, failed: float, passed: float) -> float:
    """Chance of `count` or fewer in `trials`, of which the share is known as above."""
    return beta_binomial_at_least(trials - count, trials, passed, failed)


def _log_ways(count: int, trials: int) -> float:
    return lgamma(trials + 1) - lgamma(count + 1) - lgamma(trials - count + 1)


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def counts_at_least(count: int, mean: float, spread: float = 1.0) -> float:
    """Chance of `count` or more where `mean` are expected, with a variance of `spread` times the mean.

    Poisson's for a spread of 1, and the negative binomial for what comes in bursts. Terms are summed as shares of the
    first one, which may be so small that nothing is left to become smaller.
    """
    if count <= 0 or mean <= 0:
        return float(count <= 0)
    if count <= mean:
        return max(0.0, 1.0 - _counts_up_to(count - 1, mean, spread))
    total = term = 1.0
    number = count
    while term > total * _NEGLIGIBLE:
        term *= _next_count(number, mean, spread)
        total += term
        number += 1
    return min(1.0, total * exp(_log_count(count, mean, spread)))


def counts_at_most(count: int, mean: float, spread: float = 1.0) -> float:
    """Chance of `count` or fewer, in the same way."""
    if count < 0:
        return 0.0
    return _counts_up_to(count, mean, spread) if count < mean else 1.0 - counts_at_least(count + 1, mean, spread)


def _counts_up_to(count: int, mean: float, spread: float) -> float:
    if count < 0:
        return 0.0
    total = term = 1.0
    for number in range(count, 0, -1):
        term /= _next_count(number - 1, mean, spread)
        total += term
        if term <= total * _NEGLIGIBLE:
            break
    return min(1.0, total * exp(_log_count(count, mean, spread)))


def _next_count(number: int, mean: float, spread: float) -> float:
    """How many times as likely one more than `number` is."""
    return (mean + number * (spread - 1)) / (spread * (number + 1))


def _log_count(count: int, mean: float, spread: float) -> float:
    if spread < _BURSTING:
        return count * log(mean) - mean - lgamma(count + 1)
    size = mean / (spread - 1)
    ways = lgamma(size + count) - lgamma(size) - lgamma(count + 1)
    return ways - size * log(spread) + count * log((spread - 1) / spread)
