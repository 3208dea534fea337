"""What functions may do, as the template says: their own policies, those of SAM, and the boundary of all."""

from collections.abc import Iterator
from typing import Any

from tests.unit.template.document import Node

type Permission = tuple[str, str]
"""An action, and what it is done to as the template names it."""

SENDING = "SQSSendMessagePolicy"
POLLING = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
LOGGING = ("logs:CreateLogStream", "logs:PutLogEvents")
"""What SAM allows for any queue, and any log, of the account."""


def permissions(function: Node) -> Iterator[Permission]:
    """Of its own policies."""
    for policy in function.get("Policies", []):
        if SENDING in policy:
            yield "sqs:SendMessage", _named(policy[SENDING]["QueueName"]).replace(".QueueName", ".Arn")
        for statement in policy.get("Statement", []):
            yield from of_statement(statement)


def of_statement(statement: Node) -> Iterator[Permission]:
    """Each action with each resource."""
    for action in _listed(statement["Action"]):
        for resource in _listed(statement["Resource"]):
            yield action.removesuffix("*"), _named(resource)


def polled(function: Node) -> Iterator[str]:
    """The queues that Lambda empties for it."""
    for event in function.get("Events", {}).values():
        if event["Type"] == "SQS":
            yield _named(event["Properties"]["Queue"])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _named(resource: Any) -> str:
    """`Queue.Arn` of !GetAtt, the name of !Ref, the text of !Sub, and of a choice what is there when it is true."""
    if not isinstance(resource, dict):
        return str(resource)
    ((kind, value),) = resource.items()
    if kind == "Fn::If":
        return _named(value[1])
    return ".".join(value) if isinstance(value, list) else str(value)
