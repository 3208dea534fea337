"""A function may do what its code calls, and nothing more; that nothing is missing, the emulator's evaluation shows."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.unit.template.document import FILE, functions, template
from tests.unit.template.policies import LOGGING, POLLING, Permission, of_statement, permissions, polled

ROOT = FILE.parent
PACKAGE = ROOT / "layers" / "common"
FUNCTIONS = functions(template())
BOUNDARY = template()["Resources"]["FunctionBoundary"]["Properties"]["PolicyDocument"]["Statement"]
MOST = [permission for statement in BOUNDARY for permission in of_statement(statement)]
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
    allowed = {action for action, _ in permissions(FUNCTIONS[name])}
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


def _is_within(permission: Permission) -> bool:
    """Whether the boundary of all functions has it, by name or by what ends in `*`."""
    action, resource = permission
    arn = re.sub(
        r"^(\w+Function)\.Arn$", r"arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:\1", resource
    )
    return any(
        action == most and (arn == ending or (ending.endswith("*") and arn.startswith(ending[:-1])))
        for most, ending in MOST
    )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_boundary_keeps_no_function_from_its_work(name: str) -> None:
    function = FUNCTIONS[name]
    queues = [(action, queue) for queue in polled(function) for action in POLLING]
    logs = [(action, "LogGroup.Arn") for action in LOGGING]
    assert [each for each in (*permissions(function), *queues, *logs) if not _is_within(each)] == []


def test_the_boundary_ends_at_this_stack() -> None:
    assert template()["Globals"]["Function"]["PermissionsBoundary"] == {"Ref": "FunctionBoundary"}
    assert not _is_within(("sqs:ReceiveMessage", "SomebodyElsesQueue.Arn"))
    for action, resource in MOST:
        assert "*" not in action
        assert not resource.endswith("*") or action.split(":")[0] in {"ssm", "kms", "ses", "lambda"}, resource
