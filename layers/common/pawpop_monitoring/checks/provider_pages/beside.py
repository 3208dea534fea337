"""What a provider says of itself, beside what a check finds of it.

A page is read only once something is wrong, at most every few minutes, and nothing ever waits for it: the reading goes
on in the background while a check that found its service gone pauses before its second look, or after the alert has
gone out, and the next look tells it. So each says when it was read.
"""

from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.check import Check
from pawpop_monitoring.checks.provider_pages.known_pages import PAGES, ProviderPage
from pawpop_monitoring.domain.bounded_json import EVIDENCE
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.provider_page import PageReading
from pawpop_monitoring.domain.rules import rule_named

STATUS_PAGE = "statusPage"
"""Where an alert's details hold the sentence."""
_READ_AGAIN = timedelta(minutes=3)
_STALE = timedelta(minutes=12)
"""Two checks at the usual interval."""
_BY_NAME = {page.name: page for page in PAGES}


@dataclass(slots=True)
class PagesNow:
    """What the pages said lately, as far as this Lambda environment knows."""

    read: Callable[[ProviderPage], PageReading]
    clock: Clock
    _kept: dict[str, PageReading] = field(default_factory=dict)
    _running: dict[str, Future[PageReading]] = field(default_factory=dict)

    def lately(self, service: str) -> PageReading | None:
        """What was read in the last minutes, at once; it is read again beside, if that is a while ago."""
        self._collect()
        kept, now = self._kept.get(service), self.clock()
        age = now - kept.read_at if kept else None
        if (age is None or age > _READ_AGAIN) and service not in self._running and service in _BY_NAME:
            page = _BY_NAME[service]
            self._running[service] = in_background(lambda: self.read(page))
        return kept if age is not None and age <= _STALE else None

    def finish(self, seconds: float) -> None:
        """Wait so long for what is being read, so that the next look has it: the environment may be frozen now."""
        wait(self._running.values(), timeout=seconds)
        self._collect()

    def _collect(self) -> None:
        for service, reading in list(self._running.items()):
            if reading.done():
                del self._running[service]
                if reading.exception() is None:
                    self._kept[service] = reading.result()


@dataclass(frozen=True, slots=True)
class PageAware:
    """A check whose findings say what the provider's own page says, where that may explain them."""

    check: Check
    pages: PagesNow

    @property
    def service(self) -> str:
        """The service that the check observes."""
        return self.check.service

    def observe(self) -> Observation:
        """The check's own observation, at once."""
        observation = self.check.observe()
        if not any(map(_may_be_theirs, observation.findings)):
            return observation
        page = self.pages.lately(self.service)
        if page is None:
            return observation
        told = tuple(_beside(each, page) if _may_be_theirs(each) else each for each in observation.findings)
        return replace(observation, findings=told)


def _may_be_theirs(finding: Finding) -> bool:
    return rule_named(finding.service, finding.rule).may_be_theirs


def _beside(finding: Finding, page: PageReading) -> Finding:
    return replace(finding, evidence={STATUS_PAGE: page.sentence, **finding.evidence}, bounds=EVIDENCE)
