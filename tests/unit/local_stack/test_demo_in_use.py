"""A demo does not meddle with alerts that are not its own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from local_stack.demo.diary import Diary
from local_stack.demo.in_use import refuse_if_in_use, refuse_other_thresholds
from local_stack.errors import StackError

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BROKEN = {"supabase:unreachable", "fal-ai:daily_cost"}


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "demo.json")


def _alert(*, minutes_ago: float = 20, **fields: Any) -> dict[str, Any]:
    defaults = {
        "id": "alert_1",
        "fingerprint": "supabase:unreachable",
        "severity": "critical",
        "message": "Database unreachable",
        "timestamp": (NOW - timedelta(minutes=minutes_ago)).isoformat().replace("+00:00", "Z"),
        "resolved": False,
    }
    return defaults | fields


@pytest.mark.parametrize(
    "alert",
    [
        _alert(),
        _alert(severity="low"),
        _alert(fingerprint="stripe:unreachable", severity="medium"),
        _alert(resolved=True, minutes_ago=59),
    ],
)
def test_it_refuses_with_the_reason(diary: Diary, alert: dict[str, Any]) -> None:
    with pytest.raises(StackError, match=alert["fingerprint"]):
        refuse_if_in_use([alert], BROKEN, diary, NOW)


@pytest.mark.parametrize(
    "alert",
    [
        _alert(fingerprint="supabase:blind", severity="low"),
        _alert(resolved=True, minutes_ago=61),
        _alert(fingerprint="stripe:unreachable", resolved=True, minutes_ago=1),
    ],
)
def test_it_plays_where_it_disturbs_nothing(diary: Diary, alert: dict[str, Any]) -> None:
    refuse_if_in_use([alert], BROKEN, diary, NOW)


def test_what_an_earlier_demo_left_is_its_own(diary: Diary) -> None:
    diary.begins("fal-ai:daily_cost", NOW - timedelta(minutes=40))
    diary.begins("supabase:unreachable", NOW - timedelta(minutes=21))
    refuse_if_in_use([_alert(), _alert(resolved=True)], BROKEN, Diary(diary.file), NOW)


@pytest.mark.parametrize("began", [19, 31])
def test_what_opened_before_or_long_after_a_demo_is_not(diary: Diary, began: int) -> None:
    diary.begins("supabase:unreachable", NOW - timedelta(minutes=began))
    with pytest.raises(StackError):
        refuse_if_in_use([_alert()], BROKEN, diary, NOW)


def test_it_needs_the_thresholds_that_it_breaks() -> None:
    refuse_other_thresholds(["AlarmEmail", "CheckInterval"])
    with pytest.raises(StackError, match=r"FalDailyCostLimit, StripeFailureThreshold"):
        refuse_other_thresholds(["StripeFailureThreshold", "AlarmEmail", "FalDailyCostLimit"])
