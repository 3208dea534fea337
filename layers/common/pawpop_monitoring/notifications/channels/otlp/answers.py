"""What a receiver's answers mean: OTLP says itself which may be repeated."""

from pawpop_monitoring.notifications.channels.refusals import GIVE_UP, RETRY, WAIT_AND_SEE, Meaning, put_right
from pawpop_monitoring.outbound.http_client import Answer

_KEY = put_right("Check endpoint and headers in ChannelOtlp; the record waits.")
_REPEATABLE = frozenset({429, 503})
_GATEWAYS = frozenset({502, 504})
"""May be repeated as well, and nobody knows whether they handed on what they got."""
_REFUSED = frozenset({401, 403, 404})


def judge(status: int) -> Meaning:
    """The meaning of an answer that is not a success."""
    if status in _REFUSED:
        return _KEY
    if status in _GATEWAYS:
        return WAIT_AND_SEE
    return RETRY if status in _REPEATABLE else GIVE_UP


def rejected(answer: Answer) -> str | None:
    """Why a receiver that said yes took nothing all the same (partialSuccess); None if it took it."""
    try:
        said = answer.json()["partialSuccess"]
        counts = [int(said.get(name, 0)) for name in ("rejectedLogRecords", "rejectedDataPoints")]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return str(said.get("errorMessage") or "no reason given") if any(counts) else None
