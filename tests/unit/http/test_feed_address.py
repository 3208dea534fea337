"""Where the feed says that it and the page lie."""

from types import SimpleNamespace
from typing import Any

import pytest

from functions.status_page.app import feed
from pawpop_monitoring.contracts.status_response import StatusResponse
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS
from tests.factories import NOW


@pytest.mark.parametrize("set_to", ["https://status.shop.example", "https://status.shop.example/"])
def test_an_address_of_ones_own_may_end_with_a_slash(set_to: str) -> None:
    present = SimpleNamespace(public=StatusResponse.of(DEFAULT_COMPONENTS, [], [], [], [], NOW))
    services: Any = SimpleNamespace(current=lambda: present, public_url=set_to)
    assert 'href="https://status.shop.example/status.atom"' in feed(services, {})["body"]
