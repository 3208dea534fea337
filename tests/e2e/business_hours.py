"""What a test needs of the day that it runs on."""

from datetime import UTC, datetime

import pytest

_now = datetime.now(UTC)
_OPENS, _LAST_START = 9, 17
_SATURDAY = 5

NEEDS_BUSINESS_HOURS = pytest.mark.skipif(
    _now.weekday() >= _SATURDAY or not _OPENS <= _now.hour < _LAST_START,
    reason="a mail of low severity waits for business hours, Monday to Friday, 9 to 18 UTC",
)
"""For mails of low severity, with an hour to spare for the tests before."""
