"""One is singular, in whatever it is said."""

import pytest

from pawpop_monitoring.domain.plural import plural


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 requests"), (1, "1 request"), (2, "2 requests"), (2400, "2,400 requests")]
)
def test_a_number_with_what_it_counts(count: int, said: str) -> None:
    assert plural(count, "request") == said


def test_the_plural_may_be_told() -> None:
    assert (plural(1, "delivery", "deliveries"), plural(2, "delivery", "deliveries")) == ("1 delivery", "2 deliveries")
