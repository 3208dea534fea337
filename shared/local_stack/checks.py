"""Runs the deployed check functions now, as their schedule would."""

import json

from local_stack import emulator
from local_stack.errors import StackError
from local_stack.stack_file import Stack


def run_all(stack: Stack) -> None:
    """Invoke every check once; StackError if one of them crashed."""
    for folder in (name for name in stack.functions if name.startswith("check_")):
        run(stack, folder)


def run(stack: Stack, folder: str) -> None:
    client = emulator.client("lambda", stack.aws_endpoint_url)
    answer = client.invoke(FunctionName=stack.functions[folder], Payload=json.dumps({"source": "aws.events"}))
    if "FunctionError" in answer:
        reason = answer["Payload"].read().decode()
        raise StackError(f"The function {folder} failed. 'make logs FUNCTION={folder}' shows more.", log=reason)
