"""Completion as the shells themselves do it; one that is not installed is skipped."""

import os
import pty
import select
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from pawpop_monitor.__main__ import _parser, main
from pawpop_monitor.completion import SHELLS, script

_PATIENCE_SECONDS = 20.0
_BASH = (
    "source {file}; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _pawpop_monitor;"
    " printf '%s\\n' ${{COMPREPLY[@]}}"
)
_FISH = "source {file}; complete -C '{typed}'"
_ZSH = (
    "PS1=; autoload -Uz compinit; compinit -u -D; source {file};"
    ' compadd() {{ print -l -- OFFERED "${{@[2,-1]}}" DONE; }}; print REA""DY\n'
)
TYPED: Mapping[str, set[str]] = {
    "pawpop-monitor al": {"alerts"},
    "pawpop-monitor alerts ": {"list", "ack", "note", "show", "--help"},
    "pawpop-monitor alerts list ": {"--severity", "--limit"},
    "pawpop-monitor alerts list --severity h": {"high"},
    "pawpop-monitor alerts list --severity high ": {"--severity", "--limit"},
    "pawpop-monitor show ": {"--json"},
}
"""What must be offered."""
NEVER: Mapping[str, set[str]] = {
    "pawpop-monitor alerts list ": {"ack", "alerts"},
    "pawpop-monitor show ": {"list", "health"},
    "pawpop-monitor ": {"list", "--severity"},
}


@pytest.fixture(scope="module", params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if shutil.which(name) is None:
        pytest.skip(f"there is no {name} here; Debian has a package of that name")
    return name


@pytest.fixture
def file(shell: str, tmp_path: Path) -> Path:
    made = tmp_path / "completion"
    made.write_text(script(_parser(), shell))
    return made


@pytest.mark.parametrize("typed", TYPED)
def test_it_offers_what_comes_next(shell: str, file: Path, typed: str) -> None:
    assert TYPED[typed] <= _offered(shell, file, typed)


@pytest.mark.parametrize("typed", NEVER)
def test_it_offers_nothing_of_another_command(shell: str, file: Path, typed: str) -> None:
    assert not NEVER[typed] & _offered(shell, file, typed)


def _offered(shell: str, file: Path, typed: str) -> set[str]:
    match shell:
        case "bash":
            words = " ".join(word or "''" for word in typed.split(" "))
            return set(_said("bash", "-c", _BASH.format(file=file, words=words)))
        case "fish":
            return set(_said("fish", "--no-config", "-c", _FISH.format(file=file, typed=typed)))
    return _typed_into_zsh(file, typed)


def _said(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def _typed_into_zsh(file: Path, typed: str) -> set[str]:
    """It completes on a terminal alone, and then what is offered is shown in columns: so it is listed before that."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ["TERM"] = "dumb"
        os.execvp("zsh", ["zsh", "-f", "-i"])
    try:
        os.write(terminal, _ZSH.format(file=file).encode())
        _until(terminal, b"READY\r\n")
        os.write(terminal, typed.encode() + b"\t")
        shown = _until(terminal, b"DONE")
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    return set(shown.decode().partition("OFFERED")[2].split())


def _until(terminal: int, wanted: bytes) -> bytes:
    shown, end = b"", time.monotonic() + _PATIENCE_SECONDS
    while wanted not in shown:
        ready, _, _ = select.select([terminal], [], [], max(0.0, end - time.monotonic()))
        assert ready, shown
        shown += os.read(terminal, 65536)
    return shown


@pytest.mark.parametrize("name", SHELLS)
def test_every_shell_knows_every_command(name: str) -> None:
    text = script(_parser(), name)
    assert all(word in text for word in ("health", "silences", "tokens", "revoke", "--by"))


def test_completion_needs_no_installation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PAWPOP_API_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["completion", "fish"]) == 0
    assert "complete -c pawpop-monitor" in capsys.readouterr().out
