"""Exact chances of counts, in microseconds: sums of the terms that matter, each made from the one before."""

from math import exp, lgamma, log, log1p

_NEGLIGIBLE = 1e-12
"""Of the sum so far: terms below it, which only become smaller, are left out."""


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
        if term < total * _NEGLIGIBLE:
            break
    return min(1.0, total)


def binomial_at_most(count: int, trials: int, share: float) -> float:
    """Chance of `count` or fewer in `trials` independent trials, each with `share` in (0, 1)."""
    return binomial_at_least(trials - count, trials, 1 - share)


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
        if term < total * _NEGLIGIBLE:
            break
    return min(1.0, total)


def beta_binomial_at_most(count: int, trials: int, failed: float, passed: float) -> float:
    """Chance of `count` or fewer in `trials`, of which the share is known as above."""
    return beta_binomial_at_least(trials - count, trials, passed, failed)


def _log_ways(count: int, trials: int) -> float:
    return lgamma(trials + 1) - lgamma(count + 1) - lgamma(trials - count + 1)


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)
