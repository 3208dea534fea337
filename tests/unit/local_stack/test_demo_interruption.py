"""Ctrl-C must not leave the database stopped."""

import signal

import pytest

from local_stack.demo.interruption import heeded_once


def test_the_first_interruption_ends_the_play_and_the_next_ones_do_not_disturb_the_tidying_up() -> None:
    before = signal.getsignal(signal.SIGINT)
    tidied: list[bool] = []
    with pytest.raises(KeyboardInterrupt):
        _play(tidied)
    assert tidied
    assert signal.getsignal(signal.SIGINT) is before


def _play(tidied: list[bool]) -> None:
    with heeded_once():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGTERM)
            tidied.append(True)


def test_being_terminated_is_an_interruption_too() -> None:
    with pytest.raises(KeyboardInterrupt), heeded_once():
        signal.raise_signal(signal.SIGTERM)
