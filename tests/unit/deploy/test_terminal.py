"""Who answers: lines that are piped in, or nobody; nobody is waited for for ever."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.errors import DeployError, NobodyThereError
from deploy.terminal import Terminal


@contextmanager
def _piped(monkeypatch: pytest.MonkeyPatch, text: str | bytes, *, closed: bool = True) -> Iterator[None]:
    reading, writing = os.pipe()
    os.write(writing, text.encode() if isinstance(text, str) else text)
    if closed:
        os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield
    if not closed:
        os.close(writing)


def test_lines_are_answers_and_empty_ones_mean_the_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    with _piped(monkeypatch, " eu-central-1 \n\nn\n"):
        terminal = Terminal()
        assert terminal.ask("Region: ", default="us-east-1", hidden=False) == "eu-central-1"
        assert terminal.ask("Key: ", default="none", hidden=True) == "none"
        assert not terminal.confirm("Go on?", usual=True)
        with pytest.raises(NobodyThereError):
            terminal.ask("More: ", default="", hidden=False)


@pytest.mark.parametrize(("typed", "usual", "agreed"), [("\n", True, True), ("\n", False, False), ("Y\n", False, True)])
def test_enter_means_the_usual_answer(monkeypatch: pytest.MonkeyPatch, typed: str, usual: bool, agreed: bool) -> None:
    with _piped(monkeypatch, typed):
        assert Terminal().confirm("Go on?", usual=usual) is agreed


def test_a_silent_pipe_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with _piped(monkeypatch, "", closed=False), pytest.raises(NobodyThereError):
        Terminal().ask("Region: ", default="", hidden=False)


def test_who_is_certain_is_asked_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with _piped(monkeypatch, ""):
        assert Terminal(certain=True).confirm("Delete?", usual=False)


def test_an_answer_in_another_encoding_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with _piped(monkeypatch, b"K\xf6ln\n"), pytest.raises(DeployError, match="no text in UTF-8"):
        Terminal().ask("Region: ", default="", hidden=False)


def test_emoji_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    with _piped(monkeypatch, "\U0001f436 <a@example.com>\n"):
        assert Terminal().ask("Sender: ", default="", hidden=False) == "\U0001f436 <a@example.com>"
