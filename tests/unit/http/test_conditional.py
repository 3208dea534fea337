"""An answer is confirmed for as long as it would say the same, and never for long."""

import json
from datetime import timedelta

import pytest

from pawpop_monitoring.http.conditional import CONFIRMED_FOR, Validator
from pawpop_monitoring.http.responses import not_modified
from tests.factories import NOW

SECOND = timedelta(seconds=1)
MADE = Validator.of(["state", 1], NOW)


@pytest.mark.parametrize("sent", [str(MADE), str(MADE).removeprefix("W/"), f'"other", {MADE}', f"{MADE},"])
def test_what_would_say_the_same_is_confirmed(sent: str) -> None:
    assert Validator.of(["state", 1], NOW + SECOND).confirms(sent) == str(MADE)


def test_the_confirmed_answer_grows_old_and_is_made_again() -> None:
    for age, confirmed in ((CONFIRMED_FOR, str(MADE)), (CONFIRMED_FOR + SECOND, None)):
        assert Validator.of(["state", 1], NOW + age).confirms(str(MADE)) == confirmed


@pytest.mark.parametrize("parts", [["state", 2], ["state"], ["state", "1"], []])
def test_what_would_say_something_else_is_not(parts: list[object]) -> None:
    assert Validator.of(parts, NOW).confirms(str(MADE)) is None


@pytest.mark.parametrize("sent", [None, "", "*", '"', 'W/"0.00"', f'W/"{"f" * 40}.{MADE.digest}"', "é" * 9000])
def test_what_is_no_tag_of_ours_is_not(sent: str | None) -> None:
    assert MADE.confirms(sent) is None


def test_an_answer_of_the_future_is_not() -> None:
    assert MADE.confirms(str(Validator.of(["state", 1], NOW + SECOND))) is None


def test_the_answer_is_plain_json_without_a_body() -> None:
    told = not_modified(str(MADE))
    assert json.dumps([told.status_code, told.body, told.content_type]) == '[304, "", null]'
    assert told.headers["ETag"] == str(MADE)
