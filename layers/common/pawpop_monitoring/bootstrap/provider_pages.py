"""Wiring of the providers' status pages."""

from functools import cache
from typing import TYPE_CHECKING

from pawpop_monitoring.domain.clock import system_clock

if TYPE_CHECKING:
    from pawpop_monitoring.checks.provider_pages.beside import PagesNow
    from pawpop_monitoring.checks.provider_pages.reader import PageReader


@cache
def page_reader(stand_in: str) -> "PageReader":
    """Reads the pages where they are, or below `stand_in`, over one client for each Lambda environment."""
    from pawpop_monitoring.checks.provider_pages.reader import PageReader
    from pawpop_monitoring.outbound.http_client import bounded_client

    return PageReader(client=bounded_client(), clock=system_clock, stand_in=stand_in)


def pages_now(stand_in: str) -> "PagesNow":
    """For a function that runs checks."""
    from pawpop_monitoring.checks.provider_pages.beside import PagesNow

    return PagesNow(read=lambda page: page_reader(stand_in).read(page), clock=system_clock)
