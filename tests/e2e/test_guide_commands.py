"""What the guides tell people to type, typed: the examples of the API as they stand, and the commands for a stack."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.conftest import PATHS
from tests.e2e.shop import Shop
from tests.guide_commands import ROOT, commands_of

pytestmark = pytest.mark.e2e

_ID = re.compile(r"(alert|silence|incident)_[0-9a-f]{16,20}")
_CURL = """curl() { command curl --silent --show-error --fail-with-body --max-time 60 "$@"; }"""


def _typed(command: str, folder: Path, **environment: str) -> str:
    """What the command prints; it has to succeed."""
    done = subprocess.run(
        ["bash", "-euc", command], cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("jq")), reason="the examples need curl and jq")
def test_the_examples_of_the_api(shop: Shop, tmp_path: Path) -> None:
    """One after the other; ids in them are those that came back, as the reader has to put them in."""
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local/stack.json").symlink_to(PATHS.stack_file)
    examples = commands_of(ROOT / "shared/guide/api.md")
    assignments = [example for example in examples if not example.startswith("curl")]
    calls = [example for example in examples if example.startswith("curl")]
    assert calls
    answers: list[str] = []
    for call in calls:
        example = _ID.sub(lambda found: _last_id(found[1], answers), call)
        answers.append(_typed("\n".join([_CURL, *assignments, example]), tmp_path))
    shop.wait_for_rows("SELECT count(*) FROM fal_ai_usage", [(1,)])
    shop.wait_for_rows("SELECT count(*) FROM stripe_webhook_events", [(1,)])


def test_the_commands_for_a_stack(shop: Shop) -> None:
    """Those of the Makefile, without a look at whether `.venv` is up to date."""
    target = {"PAWPOP_API_URL": shop.stack.api_url, "PAWPOP_TOKEN": shop.stack.tokens.admin}
    shop.request("POST", "/alerts", "admin", json={"service": "printify", "severity": "high", "message": "Stuck"})
    assert "supabase" in _make("health", **target)
    assert "Stuck" in _make("alerts", **target)
    (alert,) = shop.alerts()
    why = _typed(f"{sys.executable} -m pawpop_monitor alerts why {alert['id']}", ROOT, PYTHONPATH="shared", **target)
    assert alert["id"] in why or "Stuck" in why
    told = _make("test-email", **target)
    assert "Open alerts: 1. They are left alone" in told
    assert shop.alerts(resolved="false") == [alert]


def _last_id(kind: str, answers: Sequence[str]) -> str:
    return next(found[0] for answer in reversed(answers) for found in _ID.finditer(answer) if found[1] == kind)


def _make(goal: str, **environment: str) -> str:
    return _typed(f"make --no-print-directory --assume-old=.venv/.installed {goal}", ROOT, **environment)
