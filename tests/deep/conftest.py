"""What the played days need."""

from functools import lru_cache

import pytest

from pawpop_monitoring.analytics import norm, rates
from tests.unit.scenarios.conftest import without_threads

__all__ = ["remembered_chances", "without_threads"]


@pytest.fixture
def remembered_chances(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chances are functions of a few numbers, and from one look to the next hardly any of those change."""
    for module, name in ((norm, "binomial_at_least"), (norm, "beta_binomial_at_least"), (rates, "binomial_at_least")):
        monkeypatch.setattr(module, name, lru_cache(maxsize=100_000)(getattr(module, name)))
