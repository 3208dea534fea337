"""What the deployed functions wrote, from CloudWatch Logs."""

from itertools import groupby
from operator import itemgetter

from local_stack import emulator
from local_stack.errors import StackError
from local_stack.stack import Stack


def lines(stack: Stack, function: str) -> list[str]:
    """Every line that this function wrote, oldest first; StackError if there is no such function."""
    if function not in stack.functions:
        raise StackError(f"There is no function '{function}'. There are: {', '.join(sorted(stack.functions))}.")
    name = stack.functions[function]
    configuration = emulator.client("lambda", stack.aws_endpoint_url).get_function_configuration(FunctionName=name)
    pages = (
        emulator.client("logs", stack.aws_endpoint_url)
        .get_paginator("filter_log_events")
        .paginate(logGroupName=configuration["LoggingConfig"]["LogGroup"])
    )
    events = sorted((event for page in pages for event in page["events"]), key=itemgetter("logStreamName"))
    streams = [list(stream) for _, stream in groupby(events, key=itemgetter("logStreamName"))]
    # The functions share one log group, and the emulator has one stream per invocation that does not name the
    # function; but each structured line and each traceback does.
    own = [stream for stream in streams if any(name in event["message"] for event in stream)]
    return [event["message"].rstrip() for stream in sorted(own, key=_start) for event in stream]


def _start(stream: list[dict[str, int]]) -> int:
    return stream[0]["timestamp"]
