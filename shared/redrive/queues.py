"""Where the queues of an installation are."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import boto3
from botocore.exceptions import BotoCoreError, ClientError

STACK_FILE = Path(__file__).resolve().parents[2] / ".local" / "stack.json"

type Name = Literal["alerts", "records", "channels", "presses"]

_OUTPUTS: dict[Name, tuple[str, str]] = {
    "alerts": ("AlertDeadLetterQueueUrl", "AlertQueueUrl"),
    "records": ("RecordDeadLetterQueueUrl", "RecordQueueUrl"),
    "channels": ("ChannelDeadLetterQueueUrl", "ChannelQueueUrl"),
    "presses": ("PressDeadLetterQueueUrl", "PressQueueUrl"),
}


_OF_CHANNELS = ("channels", "presses")
_NO_CHANNEL = "No channel besides mail is set up there, so it has no queue."


class RedriveError(Exception):
    """Nothing could be moved; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Queues:
    """A dead-letter queue and the one that it belongs to; `sqs` is a boto3 client that reaches both."""

    sqs: Any
    dead_letters: str
    source: str


def of_stack(name: Name, stack: str) -> Queues:
    """The queues of a CloudFormation stack, with the credentials and the region that the AWS CLI would use."""
    try:
        described = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        sqs = boto3.client("sqs")
    except (BotoCoreError, ClientError) as error:
        raise RedriveError(f"The stack {stack} can't be looked up: {error} Give its name with --stack.") from None
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
    dead_letters, source = _OUTPUTS[name]
    if name in _OF_CHANNELS and "AlertQueueUrl" in outputs and source not in outputs:
        raise RedriveError(_NO_CHANNEL)
    if dead_letters not in outputs or source not in outputs:
        raise RedriveError(f"The stack {stack} has no outputs {dead_letters} and {source}. Is it this product's?")
    return Queues(sqs, outputs[dead_letters], outputs[source])


def of_local_stack(name: Name, file: Path = STACK_FILE) -> Queues:
    """The queues of the local stack."""
    if not file.exists():
        raise RedriveError("There is no local stack. Run 'make up', or name one on AWS with --stack.")
    stack = json.loads(file.read_text())
    if name not in stack["queues"]:
        raise RedriveError(_NO_CHANNEL)
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    sqs = boto3.client(
        "sqs",
        endpoint_url=stack["aws_endpoint_url"],
        region_name=stack["region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106  the emulator takes any
    )
    return Queues(sqs, stack["queues"][f"{name}_dlq"], stack["queues"][name])
