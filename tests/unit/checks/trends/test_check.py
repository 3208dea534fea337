"""One run: alerts through the one engine, insights kept, and nothing lost where a store is away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pawpop_monitoring.checks.provider_pages.known_pages import ProviderPage
from pawpop_monitoring.checks.trends import TrendCheck
from pawpop_monitoring.checks.trends.providers import AllPages
from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.provider_page import PageReading
from pawpop_monitoring.domain.readings.fal_ai import UnitPrice
from pawpop_monitoring.domain.readings.trends import TrendReading
from tests.unit.alerting.world import World
from tests.unit.checks.trends.readings import AROUND, endpoint, growing, hours, make_reading

HOUR = timedelta(hours=1)


@dataclass
class Series:
    reading: TrendReading | None

    def read(self, now: datetime) -> TrendReading:
        if self.reading is None:
            raise StoreUnavailableError("away")
        return make_reading(
            read_at=now,
            usage=self.reading.usage,
            figures=self.reading.figures,
            same_weekdays=self.reading.same_weekdays,
            endpoints=self.reading.endpoints,
        )


@dataclass
class Kept:
    away: bool = False
    insights: list[Insights] = field(default_factory=list)

    def keep(self, insights: Insights) -> None:
        if self.away:
            raise StoreUnavailableError("away")
        self.insights.append(insights)


def _check(world: World, series: Series, kept: Kept) -> TrendCheck:
    return TrendCheck(
        source=series, store=kept, processor=world.processor, surroundings=lambda: AROUND, clock=lambda: world.now
    )


def test_what_is_unusual_opens_at_once_and_ends_after_two_calm_looks() -> None:
    world, series, kept = World(interval=HOUR), Series(make_reading(usage=hours(40, end=[320]))), Kept()
    check = _check(world, series, kept)
    assert check.run() is not None
    assert world.told == ["opened"] or "opened" in world.told[0]
    series.reading = make_reading(usage=hours(40))
    for _ in range(2):
        world.minute += 60
        check.run()
    assert "resolved" in world.told[-1]
    assert len(world.told) == 2
    assert len(kept.insights) == 3


@dataclass
class Listed:
    """A price list that has no model of its dev kind any more."""

    world: World
    told: list[int] = field(default_factory=list)

    def prices(self, endpoints: Sequence[str]) -> Mapping[str, UnitPrice]:
        self.told.append(len(self.world.told))
        known = {"fal-ai/flux-pro": UnitPrice(0.05, "image"), "fal-ai/flux/schnell": UnitPrice(0.003, "image")}
        return {name: known[name] for name in endpoints} if set(endpoints) <= set(known) else {}


def test_prices_of_dear_models_are_asked_and_one_that_is_gone_costs_no_other_its_own() -> None:
    world, uses = World(interval=HOUR), (endpoint("fal-ai/flux-pro", now=1, usual=1),)
    listed, series = Listed(world), Series(make_reading(endpoints=uses, usage=hours(40, end=[320])))
    found = replace(_check(world, series, Kept()), prices=listed).run()
    assert found is not None
    assert [each.title for each in found.recommendations] == [
        "Use fal-ai/flux/schnell in place of fal-ai/flux-pro for previews"
    ]
    assert listed.told == [1, 1]  # no alert waits for a price


@dataclass
class Memory:
    """Of what is kept."""

    kept: Kept
    away: bool = False

    def latest(self) -> Insights:
        if self.away:
            raise StoreUnavailableError("away")
        return self.kept.insights[-1] if self.kept.insights else Insights()


def test_what_was_told_is_remembered_at_the_next_look_and_missing_it_breaks_nothing() -> None:
    world, series, kept = World(interval=HOUR), Series(make_reading(usage=hours(40, end=[320]))), Kept()
    memory = Memory(kept)
    check = replace(_check(world, series, kept), memory=memory)
    first = check.run()
    assert first is not None
    assert [(one.what, one.direction) for one in first.told] == [("calls", "more")]
    series.reading = make_reading(usage=hours(40))
    world.minute += 60
    second = check.run()
    assert second is not None
    assert second.told == first.told
    memory.away = True
    assert check.run() is not None


def test_what_fills_up_is_told_after_two_looks() -> None:
    world = World(interval=HOUR)
    check = _check(world, Series(make_reading(figures={("supabase", "diskUsedPercent"): growing(90.0, 1.0)})), Kept())
    check.run()
    assert world.told == []
    world.minute += 60
    check.run()
    assert len(world.told) == 1


def test_a_database_that_is_away_leaves_what_was_found_before() -> None:
    world, kept = World(), Kept()
    assert _check(world, Series(None), kept).run() is None
    assert kept.insights == []
    assert world.told == []


def test_alerts_go_out_where_insights_can_not_be_kept() -> None:
    world = World(interval=HOUR)
    assert _check(world, Series(make_reading(usage=hours(40, end=[320]))), Kept(away=True)).run() is not None
    assert len(world.told) == 1


def test_what_the_providers_say_is_kept_beside_and_explains_what_is_slower() -> None:
    world, kept = World(interval=HOUR), Kept()

    def read(page: ProviderPage) -> PageReading:
        if page.name == "vercel":
            raise RuntimeError("which no reader may")
        reports = {"stripe": "API errors", "resend": None}.get(page.name, "")
        return PageReading(provider=page.provider, read_at=world.now, reports=reports)

    slower = {(service, "responseTimeP95"): (900.0, *(300.0,) * 9) for service in ("stripe", "fal-ai")}
    check = replace(_check(world, Series(make_reading(same_weekdays=slower)), kept), pages=AllPages(read))
    found = check.run()
    assert found is not None
    assert found == kept.insights[-1]
    assert {each.service: each.incident for each in found.providers} == {
        "supabase": False,
        "stripe": True,
        "fal-ai": False,
        "resend": None,
        "vercel": None,
    }
    stripe, fal = (next(each for each in found.benchmarks if each.service == name) for name in ("stripe", "fal-ai"))
    assert "Stripe reports an incident: API errors (read at 12:00 UTC)." in stripe.text
    assert "reports" not in fal.text
    assert world.told == []
