"""The rule on deliveries that were refused for their signature."""

import pytest

from pawpop_monitoring.domain.readings.stripe import Refusals, Unknown
from tests.unit.checks.stripe.readings import ALL_RULES, found, judged

RULE = "stripe:bad_signatures"


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        ({}, ["healthy"]),
        ({"mismatch": 9}, ["healthy"]),
        ({"mismatch": 4, "stale": 6}, ["healthy"]),
        ({"missing": 900, "malformed": 50, "mismatch": 10}, ["healthy"]),
        ({"mismatch": 5, "stale": 6}, ["bad_signatures high", "warning"]),
    ],
)
def test_rule(refused: dict[str, int], expected: list[str]) -> None:
    judgement = judged(refusals=Refusals(refused=refused))
    assert found(judgement) == expected
    assert (RULE in judgement.good) is (expected == ["healthy"])


@pytest.mark.parametrize(
    ("refused", "accepted", "expected"),
    [
        ({"missing": 11, "malformed": 60}, 0, ["healthy"]),
        ({"missing": 20, "malformed": 20, "forged": 20}, 0, ["healthy"]),
        ({"forged": 101}, 0, ["bad_signatures low", "healthy"]),
        ({"missing": 90, "forged": 90, "mismatch": 10}, 0, ["healthy"]),
        ({"mismatch": 50}, 1, ["bad_signatures low", "healthy"]),
        ({"mismatch": 50}, 0, ["bad_signatures high", "warning"]),
        ({"mismatch": 11, "forged": 500}, 0, ["bad_signatures high", "warning"]),
        ({"unreadable": 1}, 5, ["unknown"]),
    ],
)
def test_floods_accuse_nobody(refused: dict[str, int], accepted: int, expected: list[str]) -> None:
    """Eleven requests without any signature said that our secret is wrong, and twenty made the service a warning."""
    assert found(judged(refusals=Refusals(refused=refused, accepted=accepted))) == expected


@pytest.mark.parametrize(
    ("refused", "accepted", "noted"),
    [
        ({"mismatch": 1}, 0, True),
        ({"mismatch": 9, "forged": 40}, 0, True),
        ({"mismatch": 9}, 1, False),  # the secret fits
        ({"forged": 9, "missing": 9}, 0, False),
        ({}, 0, False),
    ],
)
def test_few_that_do_not_fit_are_said_where_nothing_else_comes(
    refused: dict[str, int], accepted: int, noted: bool
) -> None:
    """A small shop with a wrong secret has never eleven in an hour, and nothing was said at all."""
    notes = judged(refusals=Refusals(refused=refused, accepted=accepted)).notes
    assert any("Compare the signing secret" in note for note in notes) is noted


def test_a_clock_that_is_wrong_is_not_a_secret_that_is_wrong() -> None:
    (finding,) = judged(refusals=Refusals(refused={"stale": 50})).findings
    assert "clock" in finding.message


@pytest.mark.parametrize(("accepted", "words"), [(0, "the signing secret is probably not"), (5, "Many webhook")])
def test_a_wrong_secret_is_told_from_forgeries(accepted: int, words: str) -> None:
    (finding,) = judged(refusals=Refusals(refused={"mismatch": 50}, accepted=accepted)).findings
    assert words in finding.message
    assert (finding.value, finding.threshold) == (50, 10)


def test_what_could_not_be_read_is_unknown() -> None:
    judgement = judged(refusals=Unknown("The database is read-only."))
    assert found(judgement) == ["unknown"]
    assert judgement.good == ALL_RULES - {RULE}
