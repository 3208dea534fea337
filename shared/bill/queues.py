"""SQS: what Lambda asks of idle queues, and the way of each message.

Lambda asks with long polls of 20 s. It begins with five at a time and goes down to two where little comes, but not
where the event source has a ScalingConfig (docs.aws.amazon.com/lambda, "Configuring scaling behavior for SQS event
source mappings"). A poll that brings a message is over before its 20 s, so each message is one poll more.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bill.measured import run_of
from bill.runs import Runs
from bill.template import Template
from bill.use import Use
from bill.workload import SECONDS

_POLL_SECONDS = 20
_POLLERS, _POLLERS_AT_REST = 5, 2


def uses_of_queues(template: Template, runs: Sequence[Runs]) -> Iterator[Use]:
    """Requests; none is larger than the 64 kB that count as one."""
    for function, source in template.consumers().items():
        pollers = _POLLERS if "ScalingConfig" in source else _POLLERS_AT_REST
        polls = Decimal(SECONDS) / _POLL_SECONDS * pollers
        yield Use("sqs.requests", polls, f"idle polls for {function}: {pollers} at a time, {_POLL_SECONDS} s each")
        consumed = sum((each.times for each in runs if each.function == function), Decimal(0))
        yield Use("sqs.requests", 2 * consumed, f"messages for {function}: received and deleted, each alone")
    for name, why in (("send", "messages sent"), ("depth", "looks at how much waits")):
        asked = sum((each.times * run_of(each.function).calls.get(name, 0) for each in runs), Decimal(0))
        yield Use("sqs.requests", asked, why)
    told = sum((each.times for each in runs if each.function in ("notifier", "status_mailer")), Decimal(0))
    yield Use("sns.requests", told, "steps of alerts, and of incidents; what goes on to queues and functions is free")
