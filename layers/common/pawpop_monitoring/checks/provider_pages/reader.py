"""Reads a page over HTTP, bounded in time and size; whatever goes wrong, it could not be read, and that is all."""

import logging
from dataclasses import dataclass

import httpx

from pawpop_monitoring.checks.provider_pages.known_pages import ProviderPage
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.provider_page import PageReading
from pawpop_monitoring.outbound.call_errors import CallError
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Request, ask

_MOST_BYTES = 500_000
_HEADERS = {"Accept": "application/json", "User-Agent": "pawpop-monitor"}
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReader:
    """Reads within `seconds`; `stand_in` is an address below which all pages are, or empty."""

    client: httpx.Client
    clock: Clock
    stand_in: str = ""
    seconds: float = 1.5

    def read(self, page: ProviderPage) -> PageReading:
        """Never raises."""
        try:
            reports = self._reports(page)
        except (CallError, ValueError, TypeError) as error:
            _logger.info("the status page of %s could not be read: %s", page.provider, error)
            reports = None
        return PageReading(provider=page.provider, read_at=self.clock(), reports=reports)

    def _reports(self, page: ProviderPage) -> str | None:
        request = Request(page.address(self.stand_in), _HEADERS)
        answer = ask(self.client, request, Deadline(self.seconds), _MOST_BYTES)
        return page.reports(answer.json()) if answer.is_success else None
