"""Any value becomes JSON that Postgres, SQS and a mail can hold."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pawpop_monitoring.domain.bounded_json import ANSWER, CALLERS, EVIDENCE, Bounds, fit_json, fit_json_text, size_of
from pawpop_monitoring.domain.text import clean

TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.datetimes() | TEXT,
    lambda inner: st.lists(inner, max_size=12) | st.dictionaries(TEXT | st.integers(), inner, max_size=12),
    max_leaves=60,
)
SMALL = Bounds(text=20, members=4, depth=3, size=300, key=10)


def _texts(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [text for item in value for text in _texts(item)]
        case dict():
            return [*value, *(text for item in value.values() for text in _texts(item))]
    return []


@given(VALUES, st.sampled_from([SMALL, EVIDENCE, CALLERS]))
@settings(deadline=None)
def test_the_result_is_json_within_its_bounds_and_stays_as_it_is(value: object, bounds: Bounds) -> None:
    fitted = fit_json(value, bounds)
    assert len(json.dumps(fitted, allow_nan=False, ensure_ascii=False).encode()) < bounds.size * 2
    assert size_of(fitted) <= bounds.size
    assert fit_json(fitted, bounds) == fitted
    assert all(clean(text) == text for text in _texts(fitted))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (Decimal("-Infinity"), None),
        (Decimal("1.10"), "1.10"),
        (2**63 - 1, 2**63 - 1),
        (2**63, "9223372036854775808"),
        (datetime(2026, 11, 26, tzinfo=UTC), "2026-11-26T00:00:00Z"),
        ({"a\0": ("x", {"y"})}, {"a\ufffd": ["x", ["y"]]}),
        ({1: True}, {"1": True}),
        (b"\xff", "b'\\xff'"),
        ([1, 2, 3, 4], [1, 2, 3, 4]),
        ([1, 2, 3, 4, 5], [1, 2, 3, "… 2 more"]),
        (dict.fromkeys("abcde", 0), {"a": 0, "b": 0, "c": 0, "…": "2 more"}),
        ([[[1]]], [[[1]]]),
        ([[[[1]]]], [[["…"]]]),
    ],
)
def test_each_kind(value: object, expected: object) -> None:
    assert fit_json(value, SMALL) == expected


def test_an_integer_that_python_refuses_to_write_out_is_described() -> None:
    assert fit_json(-(10**5000), SMALL) == "an integer of 16610…"
    assert fit_json(-(10**5000), EVIDENCE) == "an integer of 16610 bits"


def test_depth_without_end_and_a_megabyte_are_cut() -> None:
    deep: object = "end"
    for _ in range(500):
        deep = [deep]
    assert size_of(fit_json(deep, ANSWER)) < 200
    assert size_of(fit_json({"types": ["T" * 1_100_000]}, EVIDENCE)) <= EVIDENCE.size
    assert size_of(fit_json({f"key{n}": "é" * 5000 for n in range(1000)}, EVIDENCE)) <= EVIDENCE.size


def test_numbers_outlive_a_text_that_is_too_long() -> None:
    fitted = fit_json({"value": 93.5, "threshold": 80, "log": "line\n" * 20_000}, EVIDENCE)
    assert (fitted["value"], fitted["threshold"]) == (93.5, 80)
    assert fitted["log"].endswith("…")


@given(VALUES)
def test_json_text_is_cleaned_like_its_value(value: object) -> None:
    plain = fit_json(value, ANSWER)
    assert fit_json_text(json.dumps(plain)) == json.dumps(plain, ensure_ascii=False) or "\\u" not in json.dumps(plain)
    assert json.loads(fit_json_text(json.dumps(plain))) == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'{"a":"\ud83d","b":NaN,"c":1e400}', '{"a":"\ufffd","b":NaN,"c":1e400}'),
        (r'{"a":"\ud83d\ude00"}', '{"a":"\U0001f600"}'),
        (r'["\\ud83d"]', r'["\\ud83d"]'),
        (r'["\uffff","\u0000"]', '["\ufffd","\ufffd"]'),
        ('["raw \uffff"]', '["raw \ufffd"]'),
        ('["raw \ud800"]', '["raw \ufffd"]'),
        ('{"a":', '{"a":'),
        (r'{"a":"\ud8', r'{"a":"\ud8'),
        (r'["\ux"]', r'["\ux"]'),
    ],
)
def test_json_text_keeps_all_but_its_strings(text: str, expected: str) -> None:
    assert fit_json_text(text) == expected
