"""The cursor that callers carry from page to page."""

import base64
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.storage.alert_cursor import AlertCursor
from tests.factories import make_alert

zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
ids = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(moment=st.datetimes(timezones=zones), alert_id=ids)
def test_any_position_survives_the_way_to_the_caller_and_back(moment: datetime, alert_id: str) -> None:
    cursor = AlertCursor.after(make_alert(timestamp=moment, id=alert_id))

    assert AlertCursor.parse(cursor.encode()) == cursor


@given(moment=st.datetimes(timezones=zones), alert_id=ids)
def test_a_position_among_the_worst_is_none_among_the_newest(moment: datetime, alert_id: str) -> None:
    cursor = AlertCursor.after(make_alert(timestamp=moment, id=alert_id), "worst")

    assert AlertCursor.parse(cursor.encode(), "worst") == cursor
    with pytest.raises(InvalidRequestError, match="same order"):
        AlertCursor.parse(cursor.encode())
    with pytest.raises(InvalidRequestError, match="same order"):
        AlertCursor.parse(AlertCursor.after(make_alert(timestamp=moment, id=alert_id)).encode(), "worst")


@given(st.text())
def test_any_text_is_a_cursor_or_refused_in_words(text: str) -> None:
    try:
        AlertCursor.parse(text)
    except InvalidRequestError as error:
        assert str(error).startswith("cursor: ")  # noqa: PT017


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"2026-11-23T12:00:00+00:00",
        b"yesterday a",
        b"2026-11-23T12:00:00 a",
        b"2026-11-23T12:00:00+00:00 \0",
        b"\xff",
        b"1!2026-11-23T12:00:00+00:00 a",
    ],
)
def test_content_that_we_did_not_write_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidRequestError, match="leave it out to start with the newest"):
        AlertCursor.parse(base64.urlsafe_b64encode(content).decode())
