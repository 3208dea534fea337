"""The same facts are told alike by checks every minute and every five: both or neither, two looks apart at most."""

import pytest

from tests.unit.analytics.played import play, told

STEP = 5
"""In minutes; so far apart are the looks of the less frequent checks."""


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("a_day", "share", "lasts"),
    [(20, 1.0, 480), (450, 1.0, 120), (450, 0.6, 120), (4500, 0.5, 40), (450, 0.0, 0)],
)
def test_the_same_is_told(a_day: float, share: float, lasts: float, seed: int) -> None:
    payments = play(a_day, share, lasts, seed)
    often, seldom = (told(payments, every) for every in (1, STEP))
    assert [kind for kind, _ in often] == [kind for kind, _ in seldom] == (["opened", "resolved"] if share else [])
    for (_, one), (_, other) in zip(often, seldom, strict=True):
        assert abs(one - other) <= 2 * STEP
