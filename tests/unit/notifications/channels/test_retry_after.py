"""How long a provider wants to be left alone: seconds, or a moment by its own clock."""

import math

import pytest

from pawpop_monitoring.notifications.channels.refusals import retry_after

NOW = "Thu, 26 Nov 2026 23:59:30 GMT"


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("0", 0.0),
        ("30", 30.0),
        ("1.5", 1.5),
        ("9" * 400, math.inf),
        ("Fri, 27 Nov 2026 00:00:30 GMT", 60.0),
        ("Friday, 27-Nov-26 00:00:30 GMT", 60.0),
        ("Fri, 27 Nov 2026 02:00:30 +0200", 60.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", pytest.approx(2.5e11, rel=0.1)),
        ("Fri, 99 Nov 2026 00:00:30 GMT", None),
        ("-5", None),
        ("nan", None),
        ("soon", None),
        ("", None),
        ("٣٠", None),
    ],
)
def test_it_is_read_in_both_forms(asked: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": asked, "date": NOW}) == seconds


@pytest.mark.parametrize("now", ["", "today", "Thu, 26 Nov 2026 23:59:30 -0000"])
def test_a_moment_needs_the_providers_clock(now: str) -> None:
    waits = retry_after({"retry-after": "Fri, 27 Nov 2026 00:00:30 GMT", "date": now})
    assert waits in {None, 60.0}
    assert retry_after({"retry-after": "Fri, 27 Nov 2026 00:00:30 GMT"}) is None
