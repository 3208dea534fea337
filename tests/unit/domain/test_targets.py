"""What a fingerprint names stays apart from what is named alike, however long the names are."""

import pytest

from pawpop_monitoring.domain.finding import fingerprint_of, target_of
from pawpop_monitoring.domain.rules import system

LONG = "https://sqs.eu-west-1.amazonaws.com/" + "a" * 500


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG + "1", LONG + "2"),
        (LONG, LONG + "a"),
        (LONG + "\ud800", LONG + "\udfff"),
        ("x" * 121, "x" * 122),
        ("ä" * 2000 + "1", "ä" * 2000 + "2"),
    ],
)
def test_two_long_names_that_begin_alike_are_two(one: str, other: str) -> None:
    assert fingerprint_of("system", "dead_letters", one) != fingerprint_of("system", "dead_letters", other)


@pytest.mark.parametrize(
    "name", ["alerts", "x" * 120, LONG, "ends with …", "x" * 119 + "…", "two\nlines", "\u200b", "🏴" * 200]
)
def test_a_name_that_was_shortened_is_not_shortened_again(name: str) -> None:
    assert target_of(target_of(name)) == target_of(name)
    assert len(target_of(name)) <= 120


@pytest.mark.parametrize("name", ["alerts", "x" * 120])
def test_what_fits_stays_as_it_is(name: str) -> None:
    assert target_of(name) == name
    assert fingerprint_of("system", "dead_letters", name).endswith(f":{name}")


def test_a_finding_and_its_rule_name_it_alike() -> None:
    finding = system.DEAD_LETTERS.broken(system.DEAD_LETTERS.severities[0], "m", target=LONG)
    assert finding.fingerprint == system.DEAD_LETTERS.fingerprint(LONG)
