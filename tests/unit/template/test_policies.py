"""A function may do what its code calls, and nothing more; that nothing is missing, the emulator's evaluation shows."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.unit.template.document import FILE, Node, functions, template

ROOT = FILE.parent
PACKAGE = ROOT / "layers" / "common"
FUNCTIONS = functions(template())
TEMPLATES = {"SQSSendMessagePolicy": ["sqs:SendMessage*"]}
"""What SAM makes of its own policies."""
SERVICES = {"DynamoDB_20120810": "dynamodb", "AmazonSQS": "sqs", "AmazonSSM": "ssm"}
METHODS = {
    "put_item": "dynamodb:PutItem",
    "get_item": "dynamodb:GetItem",
    "update_item": "dynamodb:UpdateItem",
    "delete_item": "dynamodb:DeleteItem",
    "query": "dynamodb:Query",
    "scan": "dynamodb:Scan",
    "send_message": "sqs:SendMessage",
    "send_message_batch": "sqs:SendMessage",
    "publish_batch": "sns:Publish",
    "receive_message": "sqs:ReceiveMessage",
    "get_queue_attributes": "sqs:GetQueueAttributes",
    "change_message_visibility": "sqs:ChangeMessageVisibility",
    "invoke": "lambda:InvokeFunction",
    # The second for what is sent raw, as a whole message.
    "send_email": "ses:SendEmail ses:SendRawEmail",
    "SSMProvider": "ssm:GetParameter",
    # The Idempotency utility calls these of the client that it is given.
    "DynamoDBPersistenceLayer": "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem",
}


def _allowed(function: Node) -> Iterator[str]:
    for policy in function.get("Policies", []):
        for name, actions in TEMPLATES.items():
            if name in policy:
                yield from actions
        for statement in policy.get("Statement", []):
            actions = statement["Action"]
            yield from actions if isinstance(actions, list) else [actions]


def _called(folder: str) -> set[str]:
    return set().union(*(_calls_in(file) for file in _reached(ROOT / folder / "app.py")))


def _reached(start: Path) -> set[Path]:
    found, left = set[Path](), [start]
    while left:
        if (file := left.pop()) not in found:
            found.add(file)
            left += _imports_of(file)
    return found


@cache
def _imports_of(file: Path) -> list[Path]:
    nodes = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ImportFrom)]
    names = [f"{node.module}{suffix}" for node in nodes for suffix in ("", *(f".{each.name}" for each in node.names))]
    paths = [PACKAGE / name.replace(".", "/") for name in names if name.startswith("pawpop_monitoring")]
    return [each for path in paths for each in (path.with_suffix(".py"), path / "__init__.py") if each.exists()]


@cache
def _calls_in(file: Path) -> frozenset[str]:
    text = file.read_text()
    named = {word for word in re.findall(r"\w+", text) if word in METHODS}
    spoken = re.findall(r'"(\w+)\.([A-Z]\w+)"', text)
    lean = {f"{SERVICES[service]}:{call.removesuffix('Batch')}" for service, call in spoken if service in SERVICES}
    return frozenset(lean | {action for name in named for action in METHODS[name].split()})


@pytest.mark.parametrize("name", FUNCTIONS)
def test_nothing_is_allowed_that_the_code_does_not_call(name: str) -> None:
    called = _called(FUNCTIONS[name]["CodeUri"])
    allowed = {action.removesuffix("*") for action in _allowed(FUNCTIONS[name])}
    assert sorted(allowed - called) == []


def test_a_superfluous_one_would_be_found() -> None:
    assert "dynamodb:Scan" not in _called("functions/authorizer")
    assert "ssm:GetParameter" in _called("functions/stripe_webhook")


def test_mails_over_ses_are_from_the_sender_alone() -> None:
    statements = [each for policy in FUNCTIONS["NotifierFunction"]["Policies"] for each in policy.get("Statement", [])]
    (sending,) = [statement for statement in statements if "ses:SendEmail" in statement["Action"]]
    assert "SesFallbackSender" in str(sending["Condition"]["StringLikeIfExists"]["ses:FromAddress"])


def test_what_may_be_done_is_done_to_something_of_this_stack() -> None:
    statements = [
        (name, statement)
        for name, function in FUNCTIONS.items()
        for policy in function.get("Policies", [])
        for statement in policy.get("Statement", [])
    ]
    wide = [(name, each) for name, each in statements if re.search(r"['/:]\*['\"]", str(each["Resource"]))]
    assert [name for name, each in wide if "Condition" not in each] == []
