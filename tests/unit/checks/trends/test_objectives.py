"""Error budgets: fast burning is told, few failures are chance, and what the month has left is said."""

from datetime import timedelta

import pytest

from pawpop_monitoring.contracts.insights_response import State
from pawpop_monitoring.domain.readings.trends import WindowCounts
from tests.unit.checks.trends.readings import judged, outline

MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def windows(total_an_hour: int, share: float, lasting: timedelta) -> dict[timedelta, WindowCounts]:
    """A share that failed for so long, and nothing before."""
    lengths = (5 * MINUTES, 30 * MINUTES, HOURS, 6 * HOURS, 3 * DAYS, 30 * DAYS)
    return {
        length: WindowCounts(
            round(total_an_hour * (length / HOURS)), round(total_an_hour * share * (min(length, lasting) / HOURS))
        )
        for length in lengths
    }


@pytest.mark.parametrize(
    ("an_hour", "share", "lasting", "found"),
    [
        (100, 0.0, HOURS, []),
        (100, 0.02, 30 * DAYS, []),
        (100, 0.6, HOURS, ["fal-ai:error_budget high"]),
        (100, 0.25, 6 * HOURS, ["fal-ai:error_budget high"]),
        (100, 0.06, 3 * DAYS, ["fal-ai:error_budget medium"]),
        (3, 0.6, HOURS, []),
    ],
    ids=["none", "within", "in an hour", "in six", "for days", "two of three are too few"],
)
def test_images(an_hour: int, share: float, lasting: timedelta, found: list[str]) -> None:
    assert outline(judged(windows={"images": windows(an_hour, share, lasting)})[1]) == found


def test_what_is_left_of_the_budget_is_said() -> None:
    """Of 7,200 images 216 may fail: 72 are a third of that."""
    counts = {30 * DAYS: WindowCounts(7200, 72)}
    insights, judgements = judged(windows={"images": counts})
    images = next(each for each in insights.slo if each.name == "images")
    assert images.budget_left == pytest.approx(2 / 3, abs=0.001)
    assert "72 of 7,200 did not, and 216 may." in images.text
    assert "fal-ai:error_budget" in judgements["fal-ai"].good


def test_too_few_and_unmeasured_are_told_apart() -> None:
    insights, _ = judged(windows={"webhooks": {30 * DAYS: WindowCounts(40, 1)}})
    states = {each.name: each.state for each in insights.slo}
    assert states == {"webhooks": State.LEARNING, "images": State.LEARNING, "pages": State.UNKNOWN}
    assert not any("may." in each.text for each in insights.slo)


@pytest.mark.parametrize(
    ("total", "failed", "said"),
    [
        (100_000, 0, "100.00 % did: 0 of 100,000"),
        (100_000, 1, "99.99 % did: 1 of 100,000"),
        (100_000, 3001, "96.99 % did: 3,001 of 100,000 did not, and only 3,000 may."),
        (1, 1, "1 in a month: too few to judge; 1 did not."),
    ],
)
def test_a_share_is_never_rounded_up(total: int, failed: int, said: str) -> None:
    """Whoever reads that all went well believes it."""
    insights, _ = judged(windows={"images": {30 * DAYS: WindowCounts(total, failed)}})
    assert said in insights.slo[1].text


def test_one_is_counted_as_one() -> None:
    insights, _ = judged(windows={"webhooks": {30 * DAYS: WindowCounts(1, 0)}})
    assert insights.slo[0].basis == "1 webhook of the last 30 days"


def test_hardly_too_many_are_not_one_time_as_many() -> None:
    """3.01 % of very many where 3 % may: more than chance brings, and as many as may by the decimal."""
    counts = WindowCounts(100_000_000, 3_010_000)
    insights, judgements = judged(windows={"images": {6 * HOURS: counts, 3 * DAYS: counts, 30 * DAYS: counts}})
    [finding] = judgements["fal-ai"].findings
    assert finding.message == "Image generation succeeds: a little more fail than may"
    assert (finding.value, finding.threshold) == (96.99, 97.0)
    assert insights.slo[1].text.endswith("Of late more fail than may: 3,010,000 of 100,000,000 in 72 h.")


def test_a_shop_that_stopped_is_not_told_that_it_never_began() -> None:
    insights, _ = judged(windows={"images": {30 * DAYS: WindowCounts(0, 0)}})
    assert insights.slo[1].text.endswith("97 % have to; none was counted in the last 30 days.")
