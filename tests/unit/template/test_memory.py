"""Who is waited for has a whole processor from the first run on, and not just for INIT."""

from bill.measured import MEGABYTES_PER_PROCESSOR
from tests.unit.template.document import Node, functions, template

DOCUMENT = template()
USUAL = DOCUMENT["Globals"]["Function"]["MemorySize"]
LEAN = {
    "authorizer",
    "answer_preflight",
    "dashboard_page",
    "stripe_webhook",
    "resend_webhook",
    "slack_interaction",
    "pagerduty_webhook",
}
"""They import next to nothing, so that a part of a processor does."""
PROGRAMS = {"track_fal_usage", "track_stripe_webhook"}
"""Asked by the shop's own code, which has nobody wait for the answer."""


def _folder(function: Node) -> str:
    return str(function["CodeUri"]).removeprefix("functions/")


def _is_asked(function: Node) -> bool:
    return any(event["Type"] == "Api" for event in function.get("Events", {}).values())


def test_people_wait_for_whole_processors() -> None:
    waited = {_folder(each): each for each in functions(DOCUMENT).values() if _is_asked(each)}
    slow = [
        folder
        for folder, function in waited.items()
        if function.get("MemorySize", USUAL) < MEGABYTES_PER_PROCESSOR and folder not in LEAN | PROGRAMS
    ]
    assert slow == []


def test_what_runs_every_few_minutes_for_nobody_does_not() -> None:
    for function in functions(DOCUMENT).values():
        if any(event["Type"] in {"Schedule", "SQS"} for event in function.get("Events", {}).values()):
            assert function.get("MemorySize", USUAL) == USUAL or _folder(function) == "press_worker"
