"""Every function of the template is in the bill: counted with what was measured, or as a route that was not."""

from dataclasses import replace

import pytest

from bill.asked import ASKED
from bill.measured import RUNS
from bill.runs import runs_of
from bill.template import FILE, Template
from bill.workload import Workload

WHOLE = Template.load(FILE.read_text("utf-8"), ())
WORK = Workload(interval=5)
FOLDERS = {path.parent.name for path in FILE.parent.glob("functions/*/app.py")}


def _with(event: dict[str, object]) -> Template:
    function = {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "functions/new", "Events": {"A": event}}}
    return replace(WHOLE, document={**WHOLE.document, "Resources": {**WHOLE.document["Resources"], "New": function}})


def test_every_function_runs_with_all_switched_on() -> None:
    runs = list(runs_of(WHOLE, WORK))
    assert {each.function for each in runs} == FOLDERS == WHOLE.folders()
    assert all(each.times > 0 for each in runs)


@pytest.mark.parametrize("event", [{"Type": "SNS"}, {"Type": "SQS"}, {"Type": "Schedule"}])
def test_a_new_one_is_no_accident(event: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="does not know new"):
        list(runs_of(_with({**event, "Properties": {"Schedule": "rate(1 day)"}}), WORK))


def test_a_new_route_costs_as_a_dear_one_until_it_is_measured() -> None:
    (found,) = [each for each in runs_of(_with({"Type": "Api"}), WORK) if each.function == "new"]
    assert found.times > 0


def test_lines_of_what_is_gone_are_gone() -> None:
    assert ASKED.keys() | RUNS.keys() <= FOLDERS
