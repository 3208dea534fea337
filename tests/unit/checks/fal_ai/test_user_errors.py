"""Which reported texts are the customer's own error."""

import re

import pytest

from pawpop_monitoring.domain.fal_user_errors import USER_ERROR_PATTERN
from tests.fixtures.fal_error_messages import CUSTOMERS, FAL_AIS


@pytest.mark.parametrize("message", CUSTOMERS)
def test_the_customers_error(message: str) -> None:
    assert re.search(USER_ERROR_PATTERN, message, re.IGNORECASE)


@pytest.mark.parametrize("message", FAL_AIS)
def test_not_the_customers_error(message: str) -> None:
    assert not re.search(USER_ERROR_PATTERN, message, re.IGNORECASE)
