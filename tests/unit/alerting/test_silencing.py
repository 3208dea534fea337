"""Silences as people make them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.apply.silence_commands import LONGEST, SilenceCommands
from pawpop_monitoring.domain.errors import ConflictError, InvalidRequestError, NotFoundError
from pawpop_monitoring.domain.silence import Silence
from tests.factories import NOW
from tests.fakes.silence_store import InMemorySilenceStore

SILENCE = Silence(
    id="silence_1",
    starts_at=NOW,
    ends_at=NOW + timedelta(hours=1),
    reason="upgrade",
    created_by="admin",
    created_at=NOW,
)


@pytest.fixture
def commands() -> SilenceCommands:
    return SilenceCommands(InMemorySilenceStore())


def test_a_silence_holds_from_its_start_until_just_before_its_end() -> None:
    assert SILENCE.is_active(NOW)
    assert SILENCE.is_active(SILENCE.ends_at - timedelta(seconds=1))
    assert not SILENCE.is_active(SILENCE.ends_at)
    assert not SILENCE.is_active(NOW - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(timedelta(0), timedelta(0)), (timedelta(hours=2), timedelta(hours=1)), (-LONGEST, timedelta(1))],
)
def test_an_impossible_span_is_refused(commands: SilenceCommands, starts: timedelta, ends: timedelta) -> None:
    with pytest.raises(InvalidRequestError, match="endsAt"):
        commands.begin(replace(SILENCE, starts_at=NOW + starts, ends_at=NOW + ends), NOW)
    assert commands.all() == []


def test_a_silence_can_end_early(commands: SilenceCommands) -> None:
    commands.begin(SILENCE, NOW)
    commands.end(SILENCE.id, NOW + timedelta(minutes=5))
    (ended,) = commands.all()
    assert not ended.is_active(NOW + timedelta(minutes=5))


def test_a_silence_ends_once(commands: SilenceCommands) -> None:
    commands.begin(SILENCE, NOW)
    commands.end(SILENCE.id, NOW)
    with pytest.raises(ConflictError):
        commands.end(SILENCE.id, NOW)


def test_an_unknown_silence_is_not_found(commands: SilenceCommands) -> None:
    with pytest.raises(NotFoundError):
        commands.end("silence_0", NOW)
