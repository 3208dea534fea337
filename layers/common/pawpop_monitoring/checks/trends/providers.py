"""What the providers say of themselves, once an hour: read beside the series, so that it costs no time of its own."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.provider_pages.known_pages import PAGES, ProviderPage
from pawpop_monitoring.contracts.insights_response import BenchmarkView, Insights, ProviderView, State
from pawpop_monitoring.domain.provider_page import PageReading

_PATIENCE_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class AllPages:
    """Reads all pages at once; `read` never raises and keeps a deadline of its own."""

    read: Callable[[ProviderPage], PageReading]

    def begin(self) -> Callable[[], Sequence[ProviderView]]:
        """Start to read; what is answered is called for the views, and waits a few seconds at most."""
        running = {page: in_background(lambda page=page: self.read(page)) for page in PAGES}  # type: ignore[misc]
        return lambda: _views(running)


def with_providers(insights: Insights, said: Sequence[ProviderView]) -> Insights:
    """The same with what the providers say, also where one of theirs is slower than usual."""
    reported = {each.service: each.text for each in said if each.incident}
    benchmarks = tuple(_explained(each, reported.get(each.service)) for each in insights.benchmarks)
    return insights.model_copy(update={"providers": tuple(said), "benchmarks": benchmarks})


def _explained(benchmark: BenchmarkView, incident: str | None) -> BenchmarkView:
    slower = benchmark.usual is not None and (benchmark.value or 0.0) > benchmark.usual
    if incident is None or not slower:
        return benchmark
    return benchmark.model_copy(update={"text": f"{benchmark.text} {incident}"})


def _views(running: Mapping[ProviderPage, Future[PageReading]]) -> Sequence[ProviderView]:
    wait(running.values(), timeout=_PATIENCE_SECONDS)
    return [_view(page, reading) for page, reading in running.items()]


def _view(page: ProviderPage, running: Future[PageReading]) -> ProviderView:
    reading = running.result() if running.done() and running.exception() is None else None
    if reading is None or reading.reports is None:
        said = f"{page.provider}'s status page could not be read."
        return ProviderView(service=page.name, provider=page.provider, text=said, page=page.page)
    return ProviderView(
        state=State.KNOWN,
        service=page.name,
        provider=page.provider,
        text=reading.sentence,
        basis=f"{page.provider}'s own status page",
        page=page.page,
        incident=reading.has_incident,
    )
