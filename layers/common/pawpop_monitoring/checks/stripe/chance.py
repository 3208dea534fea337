"""How likely it is that nothing is wrong."""

from math import exp, lgamma, log, log1p


def at_least(successes: int, trials: int, probability: float) -> float:
    """Chance of `successes` or more in `trials` independent trials, each with `probability` in (0, 1)."""
    if successes <= 0:
        return 1.0
    terms = (_exactly(count, trials, probability) for count in range(successes, trials + 1))
    return min(1.0, sum(terms))


def _exactly(count: int, trials: int, probability: float) -> float:
    ways = lgamma(trials + 1) - lgamma(count + 1) - lgamma(trials - count + 1)
    return exp(ways + count * log(probability) + (trials - count) * log1p(-probability))
