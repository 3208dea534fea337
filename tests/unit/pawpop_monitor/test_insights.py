"""What was found by looking back, on the command line: as the API has it, in words."""

from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from functions.get_insights.app import run as answer
from pawpop_monitor.outcome import Exit
from pawpop_monitoring.bootstrap.insight_services import InsightServices
from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.contracts.review import KeptReview, Review
from tests.factories import NOW
from tests.unit.checks.trends.readings import UTC_ZONE, even_days, hours, judged
from tests.unit.pawpop_monitor.conftest import Run


class _Kept:
    def __init__(self, insights: Insights) -> None:
        self._insights = insights

    def latest(self) -> Insights:
        return self._insights


@dataclass
class _Reviews:
    review: Review | None = None

    def latest(self) -> Review | None:
        return self.review

    def of(self, month: str) -> KeptReview | None:
        return KeptReview(self.review) if self.review and self.review.month == month else None


def _response(insights: Insights, late: timedelta = timedelta()) -> httpx.Response:
    services = InsightServices(_Kept(insights), _Reviews(), lambda: NOW + late)  # type: ignore[arg-type]
    return httpx.Response(200, text=answer(services).model_dump_json())


def test_a_quiet_shop_is_told_in_words_with_what_they_rest_on(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    found, _ = judged(daily=even_days(20.0), month_cost=450.0, balance=100.0, usage=hours(40))
    assert run("insights", answer=lambda _: _response(found)) == Exit.HEALTHY
    said = capsys.readouterr().out
    assert "At this pace November costs $600" in said
    assert "from 89 full days of this shop's costs" in said
    assert "$100 of credit at fal.ai are left, for 5 days at this pace: until 28 November." in said
    assert "Unusual\n  Nothing." in said


def test_what_nobody_can_know_yet_is_not_called_nothing(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("insights", answer=lambda _: _response(judged()[0]))
    assert "Unusual\n  Nothing is tracked yet, so nothing can be unusual." in capsys.readouterr().out
    run("insights", answer=lambda _: _response(judged(usage=hours(40, weeks=1))[0]))
    assert "Unusual\n  Nothing, as far as that is known yet." in capsys.readouterr().out


def test_what_is_unusual_is_a_warning(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    found, _ = judged(usage=hours(40, end=[320]))
    assert run("insights", answer=lambda _: _response(found)) == Exit.WARNING
    assert "Far more calls to fal.ai than usual: 320" in capsys.readouterr().out


def test_what_is_hours_old_is_said_to_be(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    found, _ = judged(usage=hours(40))
    assert run("insights", answer=lambda _: _response(found, timedelta(hours=4))) == Exit.WARNING
    assert "which is hours ago" in capsys.readouterr().out


def test_before_the_first_look_nothing_is_claimed(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("insights", answer=lambda _: _response(Insights())) == Exit.HEALTHY
    assert "the first look comes within the hour" in capsys.readouterr().out


def test_fixed_prices_are_in_the_total(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    around = Surroundings(zone=UTC_ZONE, month_limit=1000.0, fees=(("supabase", 25.0),))
    found, _ = judged(around, daily=even_days(20.0), month_cost=450.0)
    assert run("insights", answer=lambda _: _response(found)) == Exit.HEALTHY
    said = capsys.readouterr().out
    assert "In total the month costs $625.00: fal.ai" in said
    assert ": fal.ai $600.00, Supabase $25.00." in said
