"""`make deploy` and `make undeploy` against the emulator, beside the stack of the other tests."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from deploy import answers
from deploy.installation import Installation
from local_stack import emulator, processes
from local_stack.paths import CHECKOUT, Paths
from local_stack.stack import Stack
from tests.e2e.shop import Shop

pytestmark = pytest.mark.e2e

INSTALLATION = Installation("rehearsal")
ENTER = "\n" * 30
MINUTES = 4


def _make(stack: Stack, command: str, *options: str, typed: str) -> subprocess.CompletedProcess[str]:
    """What the Makefile calls, in a checkout with nothing answered yet but by what is typed."""
    environment = processes.clean_environment(
        **emulator.CREDENTIALS,
        PATH=f"{Paths().tools}{os.pathsep}{os.environ['PATH']}",
        PYTHONPATH=os.pathsep.join(str(CHECKOUT / folder) for folder in ("shared", "layers/common")),
        AWS_ENDPOINT_URL=stack.aws_endpoint_url,
    )
    return subprocess.run(
        [sys.executable, "-m", "deploy", command, "--env", INSTALLATION.name, *options],
        input=typed,
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=MINUTES * 60,
        check=False,
    )


@pytest.fixture
def rehearsed(deployed: Stack) -> Iterator[Stack]:
    INSTALLATION.answers.unlink(missing_ok=True)
    yield deployed
    _make(deployed, "down", "--yes", "1", typed="")
    INSTALLATION.answers.unlink(missing_ok=True)


def test_enter_wherever_it_may_be_ends_with_a_mail_in_the_inbox(rehearsed: Stack, shop: Shop) -> None:
    done = _make(rehearsed, "up", typed=ENTER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[LOW] system Alert: Test: your monitoring is set up" in shop.subjects()
    assert all(f"  {service}: " in done.stdout for service in ("supabase", "fal-ai", "stripe", "system"))

    changed = _make(rehearsed, "up", "--set", "FalDailyCostLimit=80", typed="")
    assert changed.returncode == 0, changed.stdout + changed.stderr
    plan = changed.stdout.split("The plan:\n")[1].split("\n\n")[0].splitlines()
    assert plan == ["  ~ the code of all functions, as it is in this checkout", "  ~ FalDailyCostLimit: 50 -> 80"]
    functions = emulator.client("lambda", rehearsed.aws_endpoint_url)
    told = [
        function["Environment"]["Variables"]["MONITORING_FAL_DAILY_COST_LIMIT"]
        for page in functions.get_paginator("list_functions").paginate()
        for function in page["Functions"]
        if function["FunctionName"].startswith(f"{INSTALLATION.stack}-CheckFalAiFunction")
    ]
    assert told == ["80"]

    refused = _make(rehearsed, "down", typed="\n")
    assert (refused.returncode, refused.stderr) == (1, "Nothing was deleted.\n")
    gone = _make(rehearsed, "down", typed="y\n")
    assert gone.returncode == 0, gone.stdout + gone.stderr
    assert "Deleting the stack ..." in gone.stdout
    assert answers.load(INSTALLATION.answers)["FalDailyCostLimit"] == "80"
