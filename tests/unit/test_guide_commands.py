"""Every command of README and guides is run by a test, or it is said here why no test can."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.guide_commands import ROOT, commands_of, pages

API_EXAMPLES = "tests/e2e/test_guide_commands.py::test_the_examples_of_the_api"
"""It takes each command of that page from the page itself, so none of them is listed here."""

_STACK = "tests/e2e/test_guide_commands.py::test_the_commands_for_a_stack"
_DEPLOY = "tests/unit/deploy/test_deployment.py"
_DEPLOYED = "tests/e2e/conftest.py::deployed"

RUN_BY = {
    "make up": _DEPLOYED,
    "make down": _DEPLOYED,
    "make reset": _DEPLOYED,
    "make help": "tests/unit/test_guide_commands.py::test_make_help_lists_what_there_is",
    "make bill": "tests/unit/bill/test_guide.py",
    "make checkov": "tests/unit/template/test_checkov.py",
    "make health": _STACK,
    "make alerts": _STACK,
    "make test-email": _STACK,
    "pawpop-monitor incidents": "tests/unit/pawpop_monitor/test_incidents.py",
    "pawpop-monitor alerts why ID": _STACK,
    "make redrive": "tests/integration/redrive/test_redrive.py",
    "make migrate": "tests/integration/storage/test_make_migrate.py",
    "make hooks": "tests/unit/git_hooks/test_commit_msg.py",
    "make check": "tests/unit/affected/test_changes.py",
    "make up SET='FalDailyCostLimit=80 SupabaseConnectionThreshold=95'": "tests/unit/local_stack/test_chosen.py",
    "make up SET='SupabaseConnectionThreshold=95'": "tests/unit/local_stack/test_chosen.py",
    "make reset && make up": _DEPLOYED,
    "make deploy": _DEPLOY,
    "make deploy ENV=dev": _DEPLOY,
    "make deploy SET='ApiAdminToken=NEW,OLD'": _DEPLOY,
    "make deploy SET='Channels=pagerduty ChannelPagerduty=KEY'": _DEPLOY,
    "make deploy SET='FalDailyCostLimit=80'": _DEPLOY,
    "make deploy SET='StripeApiKey='": _DEPLOY,
    "make undeploy": _DEPLOY,
    "make test-channels": "tests/e2e/test_channels.py",
    "pawpop-monitor completion bash": "tests/unit/pawpop_monitor/test_looks.py",
    "pawpop-monitor deployed": "tests/unit/pawpop_monitor/test_deployments.py",
    "pawpop-monitor on-call": "tests/unit/pawpop_monitor/test_on_call.py",
    "pawpop-monitor insights": "tests/unit/pawpop_monitor/test_insights.py",
    "SQL of deploy.md": "tests/integration/storage/test_handing_over.py",
}  # fmt: skip
"""A test, or a file of tests, that runs the command or the function behind it."""

_AWS = "needs an account at AWS; what it names is held against the template below"
_A_RUN_OF_TESTS = "runs tests itself, so a test that runs it would never end"
_WRITES = "rewrites files of the checkout; a test asks whether they are as it would write them"

NOT_RUN = {
    "make demo": "breaks the stack of `make up` for a minute; tests/unit/local_stack/test_demo_*.py play its parts",
    "make status": "is of the stack of `make up`, which tests leave alone",
    "make logs": "is of the stack of `make up`, which tests leave alone",
    "make logs FUNCTION=notifier": "is of the stack of `make up`, which tests leave alone",
    "make invoke": "is of the build of `make up`; tests/e2e/test_events.py sends the same events",
    "make invoke FUNCTION=check_supabase EVENT=events/check_supabase/schedule.json":
        "is of the build of `make up`; tests/e2e/test_events.py sends the same events",
    "make test": _A_RUN_OF_TESTS,
    "make test-unit": _A_RUN_OF_TESTS,
    "make test-integration": _A_RUN_OF_TESTS,
    "make test-e2e": _A_RUN_OF_TESTS,
    "make test-deep": _A_RUN_OF_TESTS,
    "make lint": "`make test` begins with it",
    "make format": _WRITES,
    "make contracts": _WRITES,
    "make pictures": "takes pictures in a browser and rewrites them in the checkout",
    "make screenshots": "takes pictures in a browser and rewrites them in the checkout",
    "make screenshots FOLDER=/tmp/looks STATES=all": "takes minutes; test_every_look.py opens the same pages",
    "python -m tests.benchmarks channel-faults": "ten minutes; tests/integration/channels plays a part of it each time",
    "python -m tests.benchmarks starts": "takes minutes; test_cold_start_imports.py holds what it shows",
    "python -m tests.benchmarks nab": "data that is not here everywhere; test_nab_scoring.py holds the rules",
    "python -m tests.benchmarks forecast": "minutes; test_month_forecast.py plays fewer shops",
    "sam local invoke": "needs Docker",
    "sam local invoke CheckSupabaseFunction --event events/check_supabase/schedule.json --env-vars .local/env.json":
        "needs Docker",
    "NAME=$(aws cloudformation describe-stack-resource --stack-name pawpop-monitoring-dev "
    "--logical-resource-id CheckSupabaseFunction --query StackResourceDetail.PhysicalResourceId --output text)": _AWS,
    "aws lambda get-function-configuration --function-name \"$NAME\" "
    "--query '{Parameters: Environment.Variables}' > .local/env.json": _AWS,
    "aws logs tail /pawpop/pawpop-monitoring": _AWS,
    "aws configure": "signs a person in",
    "aws sso login": "signs a person in",
    "aws ssm put-parameter --type SecureString --overwrite --name /pawpop/pawpop-monitoring/api-tokens/admin "
    "--value 'NEW,OLD'": _AWS,
}  # fmt: skip
"""Why no test runs the command."""


def _told() -> set[str]:
    of_pages = {page.name: commands_of(page) for page in pages() if page.name != "api.md"}
    return {f"SQL of {name}" if "\n" in command else command for name, found in of_pages.items() for command in found}


def test_each_command_is_run_by_a_test_or_it_is_said_why_not() -> None:
    unknown = _told() - set(RUN_BY) - set(NOT_RUN)
    assert not unknown, "write a test that runs it, or say why none can"
    assert not (set(RUN_BY) | set(NOT_RUN)) - _told(), "no page tells these any more"
    assert not set(RUN_BY) & set(NOT_RUN)


@pytest.mark.parametrize("test", sorted({*RUN_BY.values(), API_EXAMPLES}))
def test_the_tests_that_run_them_are_there(test: str) -> None:
    file, _, name = test.partition("::")
    assert f"def {name or 'test_'}" in (ROOT / file).read_text()


def test_make_help_lists_what_there_is() -> None:
    command = ["make", "--no-print-directory", "help"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    told = {command.split()[1] for command in _told() if command.startswith("make ")}
    assert len(told) > 20
    assert told <= set(re.findall(r"^  \x1b\[1m([\w-]+)", said, re.MULTILINE))


def test_what_commands_for_aws_name_is_in_the_template() -> None:
    template = (ROOT / "template.yaml").read_text()
    told = " ".join(command for command, why in NOT_RUN.items() if why is _AWS)
    names = re.findall(r"--logical-resource-id (\w+)|OutputKey=='(\w+)'", told)
    assert names
    assert not [name for pair in names for name in pair if name and f"  {name}:\n" not in template]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```sh\nmake up   # starts it\n```\n", ["make up"]),
        ("   ```sh\n   curl a \\\n     -d b\n   ```\n", ["curl a -d b"]),
        ("```mermaid\nmake up\n```\n", []),
        ("```sql\nselect 1;\nselect 2;\n```\n", ["select 1;\nselect 2;"]),
        ("Try `make help`, or `app.py`.\n", ["make help"]),
    ],
)
def test_commands_are_found(text: str, found: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(text)
    assert commands_of(page) == found
