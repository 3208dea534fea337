"""The rules of the Numenta Anomaly Benchmark, by examples worked out by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.benchmarks import nab
from tests.benchmarks.nab import corpus
from tests.benchmarks.nab.corpus import Series
from tests.benchmarks.nab.scoring import PROFILES, score

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
FILE = Series([BEGIN + timedelta(hours=at) for at in range(1000)], [0.0] * 1000, [(400, 499), (700, 799)])
STANDARD = PROFILES["standard"]


def scored(*alarms: int, profile: str = "standard") -> float:
    return score({"file": FILE}, {"file": alarms}, PROFILES[profile])


@pytest.mark.parametrize("profile", PROFILES)
def test_silence_is_zero_and_an_oracle_a_hundred(profile: str) -> None:
    assert scored(profile=profile) == 0
    assert scored(400, 700, profile=profile) == pytest.approx(100)


def test_an_alarm_at_the_right_edge_earns_almost_nothing_more_than_a_miss_costs() -> None:
    assert scored(499, 700) == pytest.approx(75.6, abs=0.1)


def test_only_the_earliest_alarm_in_a_window_counts() -> None:
    assert scored(400, 450, 498, 700) == pytest.approx(100)


def test_a_false_alarm_costs_its_weight_and_twice_that_where_they_are_to_be_low() -> None:
    assert 100 - scored(200, 400, 700) == pytest.approx(100 * 0.11 / 4)
    assert 100 - scored(200, 400, 700, profile="low FP") == pytest.approx(100 * 0.22 / 4)


def test_right_behind_a_window_it_costs_little() -> None:
    assert 0 < 100 - scored(400, 501, 700) < 0.2


def test_the_first_rows_are_not_scored() -> None:
    assert scored(0, 100, 149, 400, 700) == pytest.approx(100)


def test_without_the_data_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(corpus.VARIABLE, str(tmp_path))
    nab.main()
    assert "skipped" in capsys.readouterr().out


def test_files_and_windows_are_read(tmp_path: Path) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "data" / "kind").mkdir(parents=True)
    windows = '{"kind/one.csv": [["2026-01-01 00:10:00.000000", "2026-01-01 00:20:00.000000"]]}'
    (tmp_path / "labels" / "combined_windows.json").write_text(windows)
    rows = "".join(f"2026-01-01 00:{minute:02}:00,{minute}.5\n" for minute in range(0, 30, 5))
    (tmp_path / "data" / "kind" / "one.csv").write_text("timestamp,value\n" + rows)
    [series] = corpus.load(tmp_path).values()
    assert series.values == [0.5, 5.5, 10.5, 15.5, 20.5, 25.5]
    assert series.windows == [(2, 4)]
