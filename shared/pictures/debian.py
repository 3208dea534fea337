"""Chromium as Debian packages it: found, or installed where that is possible.

Its headless shell is preferred: it has no window to draw, which takes the whole browser a second of CPU for each.
"""

import os
import shutil
import subprocess
from pathlib import Path

_SHELL, _WHOLE = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
_INSTALL = "apt-get update -q && apt-get install -y -q --no-install-recommends chromium-headless-shell"
_SECONDS = 120
_SHOWN = 200


def executable() -> Path | None:
    """The browser that is there, if any."""
    return next((program for program in (_SHELL, _WHOLE) if program.exists()), None)


def install() -> str:
    """Install the headless shell if there is no browser at all; why there is still none, for whoever runs the tests."""
    if executable():
        return ""
    said = _installed()
    return "" if executable() else said


def prefer_shell() -> str:
    """Install the headless shell beside the whole browser as well; what the tests will use."""
    said = "" if _SHELL.exists() else _installed()
    found = executable()
    return f"browser tests use {found}" if found else said


def _installed() -> str:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return "there is no Chromium; install Debian's package 'chromium-headless-shell' to run the browser tests"
    try:
        done = subprocess.run(
            ["sh", "-c", _INSTALL], capture_output=True, text=True, timeout=_SECONDS, check=False, env=_asking_nothing()
        )
    except subprocess.TimeoutExpired:
        return f"Chromium can't be installed here: apt-get takes more than {_SECONDS} s"
    return f"Chromium can't be installed here: {done.stderr.strip()[-_SHOWN:]}"


def _asking_nothing() -> dict[str, str]:
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


if __name__ == "__main__":
    print(prefer_shell())
