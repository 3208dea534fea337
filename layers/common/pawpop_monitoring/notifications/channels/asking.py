"""The calls that an attempt makes."""

import httpx

from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.outbound.call_errors import CallError
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer, Request, ask

_SECONDS = 8.0
_MOST_BYTES = 100_000
_MAX_REASON = 300


def asked(
    who: str,
    client: httpx.Client,
    request: Request,
    most_bytes: int = _MOST_BYTES,
    deadline: Deadline | None = None,
) -> Answer:
    """What `who` answers, empty if only the status of it can be read; RetryableDeliveryError if not even that came.

    `deadline` is that of an attempt that makes several calls.
    """
    try:
        return ask(client, request, deadline or Deadline(_SECONDS), most_bytes)
    except CallError as error:
        if error.status is not None:
            return Answer(error.status, {}, b"", 0)
        raise unanswered(who, error) from error


def unanswered(who: str, error: CallError) -> RetryableDeliveryError:
    """What to raise when there was no answer."""
    return RetryableDeliveryError(one_line(f"{who} did not answer: {error}", _MAX_REASON), undecided=error.sent)


def said(answer: Answer) -> str:
    """For a person: the status, and what was said beside it unless that is a page."""
    return f"{answer.status} {'' if answer.is_page else answer.text}".strip()
