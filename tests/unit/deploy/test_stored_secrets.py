"""Which secrets a deployment writes: a value that had its time never comes back by itself."""

import pytest

from deploy.stored_secrets import Fate, Held, fates

CURRENT = Held("new", frozenset({"old", "new"}))


@pytest.mark.parametrize(
    ("given", "held", "insisted", "fate"),
    [
        ("first", None, False, Fate.WRITE),
        ("", None, False, Fate.KEEP),
        ("", None, True, Fate.KEEP),
        ("new", CURRENT, False, Fate.KEEP),
        ("newer", CURRENT, False, Fate.WRITE),
        ("old", CURRENT, False, Fate.OUTDATED),
        ("old", CURRENT, True, Fate.WRITE),
        ("", CURRENT, False, Fate.KEEP),
        ("", CURRENT, True, Fate.REMOVE),
    ],
)
def test_a_value_is_written_when_it_is_new(given: str, held: Held | None, insisted: bool, fate: Fate) -> None:
    assert fates({"A": given}, {"A": held} if held else {}, {"A"} if insisted else ()) == {"A": fate}


def test_what_is_not_given_is_left_alone() -> None:
    assert fates({}, {"A": CURRENT}) == {"A": Fate.KEEP}


def test_one_that_was_rotated_in_aws_stays_while_another_is_changed() -> None:
    """The composite secrets of before wrote the revoked token again (aws.md 19)."""
    held = {"Admin": Held("rotated", frozenset({"leaked", "rotated"})), "Read": Held("r", frozenset({"r"}))}
    assert fates({"Admin": "leaked", "Read": "r2"}, held) == {"Admin": Fate.OUTDATED, "Read": Fate.WRITE}
