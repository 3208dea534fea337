"""JSON that Postgres can hold, whatever an upstream put into it."""

import json
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.domain.bounded_json import ANSWER, fit_json
from pawpop_monitoring.storage.json_values import as_json
from tests.factories import NOW

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="\0")), inner)
    ),
)


@given(JSON)
def test_only_what_is_no_character_is_replaced(value: object) -> None:
    assert json.loads(as_json(value)) == fit_json(value, ANSWER)


def test_an_escaped_backslash_before_u0000_is_no_nul() -> None:
    assert json.loads(as_json([r"\u0000", "\\\0", "\\\\\0"])) == [r"\u0000", "\\\ufffd", "\\\\\ufffd"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("1.10"), "1.10"),
        (NOW, NOW.isoformat().replace("+00:00", "Z")),
        (object, str(object)),
    ],
)
def test_values_that_json_does_not_know(value: float | Decimal | datetime | type, expected: object) -> None:
    assert json.loads(as_json(value)) == expected
