"""The oracle of forecasts is asked only where somebody wants it; what it needs is pinned, apart from what we need."""

import pytest

from tests.benchmarks.forecast import oracle

FOLDER = oracle.RUN.parent


def test_without_being_asked_for_it_installs_nothing_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(oracle.WANTED, raising=False)
    assert oracle.sums_by_auto_ets([([1.0] * 14, 7)]) is None
    assert oracle.WANTED in capsys.readouterr().out


def test_where_it_cannot_be_installed_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv(oracle.WANTED, "1")
    refusing = tmp_path_factory.mktemp("oracle") / "run.sh"
    refusing.write_text("exit 3")
    monkeypatch.setattr(oracle, "RUN", refusing)
    assert oracle.sums_by_auto_ets([([1.0] * 14, 7)]) is None
    assert "can't be asked here" in capsys.readouterr().out


def test_its_packages_are_pinned_by_hashes() -> None:
    pinned = (FOLDER / "requirements.txt").read_text("utf-8")
    assert "statsforecast==" in pinned
    assert pinned.count("==") <= pinned.count("--hash=sha256:")
    assert "http" not in pinned
