"""What the deployed functions wrote, from CloudWatch Logs."""

from local_stack import emulator
from local_stack.errors import StackError
from local_stack.stack_file import Stack


def lines(stack: Stack, function: str, *, since: float = 0) -> list[str]:
    """Every line that this function wrote, oldest first; StackError if there is no such function.

    `since` leaves out what is older, in seconds of the epoch.
    """
    if function not in stack.functions:
        raise StackError(f"There is no function '{function}'. There are: {', '.join(sorted(stack.functions))}.")
    client = emulator.client("logs", stack.aws_endpoint_url)
    group = f"/aws/lambda/{stack.functions[function]}"
    pages = client.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=int(since * 1000))
    try:
        return [event["message"].rstrip() for page in pages for event in page["events"]]
    except client.exceptions.ResourceNotFoundException:
        # The group comes into being with the first run.
        return []
