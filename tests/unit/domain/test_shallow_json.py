"""What any parser of JSON takes."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pawpop_monitoring.domain.shallow_json import DEEPEST, shallow

PLAIN = st.recursive(
    st.none() | st.integers() | st.floats(allow_nan=False) | st.text('ab[]{}"\\ 9,:', max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('[{"\\', max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
@settings(deadline=None, max_examples=50)
def test_what_needs_nothing_stays_as_it_is(value: object) -> None:
    assert shallow(json.dumps(value)) == json.dumps(value)


@pytest.mark.parametrize("depth", [DEEPEST - 1, DEEPEST, DEEPEST + 1, 50_000])
def test_what_lies_too_deep_is_left_out_and_all_beside_it_kept(depth: int) -> None:
    text = '[{"a]":' + "[" * depth + "7" + "]" * depth + ',"b":[1]},2]'
    beside = json.loads(shallow(text))
    assert (beside[0]["b"], beside[1]) == ([1], 2)
    assert ("…" in shallow(text)) is (depth > DEEPEST - 2)


def test_a_number_that_no_parser_takes_is_its_beginning() -> None:
    fraction = f"0.{'1' * 5000}, 1e-{'1' * 5000}, {'9' * 5000}.5e3"
    text = f'[{"9" * 399}, -{"9" * 5000}, {fraction}, "{"9" * 5000}"]'
    assert shallow(text) == f'[{"9" * 399}, "-{"9" * 39}…", {fraction}, "{"9" * 5000}"]'


@pytest.mark.parametrize("text", ["", "[" * 3000, "]" * 3000, "[" * 3000 + "]", '{"a":', '"[', "[}" * 100])
def test_what_is_no_json_stays_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        json.loads(shallow(text))
